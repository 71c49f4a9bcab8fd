import { TRANSFORMER_MAX_FIELDS } from "../limits.ts";
import { InvalidParameterException } from "../log-events/service-errors.ts";
import { isObject } from "./document.ts";
import { addKeys, copyValue, deleteKeys, moveKeys, renameKeys } from "./processors/change-keys.ts";
import { changeStrings, splitString, substituteString } from "./processors/change-strings.ts";
import { convertDateTime } from "./processors/convert-date-time.ts";
import { typeConverter } from "./processors/convert-type.ts";
import { grok } from "./processors/grok.ts";
import { listToMap } from "./processors/list-to-map.ts";
import { parseCsv } from "./processors/parse-csv.ts";
import { parseJson } from "./processors/parse-json.ts";
import { parseKeyValue } from "./processors/parse-key-value.ts";
import { parsePostgres } from "./processors/parse-postgres.ts";
import { parseCloudfront, parseRoute53, parseVpc } from "./processors/parse-vended.ts";
import { parseWaf } from "./processors/parse-waf.ts";
import { TransformationError } from "./transformation-error.ts";
import type {
  JsonObject,
  ProcessorName,
  Step,
  TransformedEvent,
  TransformedSource,
  TransformerProcessor,
} from "./types.ts";
import { validateTransformer } from "./validate-transformer.ts";

/** Makes documents of log events. */
export interface Transformer {
  /** The event as a JSON document, or why it could not be made; never throws. */
  transform(source: TransformedSource): TransformedEvent;
}

type Makers = {
  readonly [Name in ProcessorName]: (options: NonNullable<TransformerProcessor[Name]>) => Step;
};

const STEPS: Makers = {
  parseJSON: parseJson,
  grok,
  csv: parseCsv,
  parseKeyValue,
  parseCloudfront,
  parseRoute53,
  parseVPC: parseVpc,
  parseWAF: parseWaf,
  parsePostgres,
  parseToOCSF: () => {
    throw new InvalidParameterException(
      "The processor parseToOCSF cannot be evaluated here: how it maps fields is not published.",
    );
  },
  addKeys,
  copyValue,
  moveKeys,
  renameKeys,
  deleteKeys,
  listToMap,
  dateTimeConverter: convertDateTime,
  typeConverter,
  trimString: (keys) => changeStrings(keys, (text) => text.trim()),
  lowerCaseString: (keys) => changeStrings(keys, (text) => text.toLowerCase()),
  upperCaseString: (keys) => changeStrings(keys, (text) => text.toUpperCase()),
  splitString,
  substituteString,
};

/**
 * Compiles the processors of a transformer, which work one after the other. A processor leaves out keys that an event does not have; one that
 * cannot read what it was given fails the event, which then has its original form only.
 *
 * @throws InvalidParameterException as {@link validateTransformer}, and for `parseToOCSF`
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CloudWatch-Logs-Transformation.html
 */
export function compileTransformer(processors: readonly TransformerProcessor[]): Transformer {
  validateTransformer(processors);
  const steps = processors.map(stepOf);
  return {
    transform({ message, metadata = {} }) {
      const document: JsonObject = {};
      try {
        for (const step of steps) step({ message, metadata, document });
        checkFieldCount(document);
        return { message: JSON.stringify(document) };
      } catch (error) {
        if (error instanceof TransformationError) return { error: error.message };
        // What a document of many thousand levels does to the stack.
        if (error instanceof RangeError) return { error: "the event is nested too deeply" };
        throw error;
      }
    },
  };
}

function stepOf(processor: TransformerProcessor): Step {
  const [name, options] = Object.entries(processor).find(([, value]) => value !== undefined)!;
  return (STEPS[name as ProcessorName] as (options: unknown) => Step)(options);
}

function checkFieldCount(document: JsonObject): void {
  let count = 0;
  const pending: unknown[] = [document];
  for (let value = pending.pop(); value !== undefined; value = pending.pop()) {
    if (!isObject(value)) count += 1;
    else for (const member of Object.values(value)) pending.push(member ?? null);
    if (count > TRANSFORMER_MAX_FIELDS)
      throw new TransformationError(`the event has more than ${TRANSFORMER_MAX_FIELDS} fields`);
  }
}
