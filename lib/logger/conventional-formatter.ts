import type { ResourceAttributes } from "../resource/attributes.ts";
import { processResource } from "../resource/detect-resource.ts";
import { conventionalFields } from "./conventional-names.ts";
import { errorMembers } from "./error-members.ts";
import { FIELDS } from "./fields.ts";
import { jsonFormatter } from "./json-formatter.ts";
import type { Formatter, LogRecord } from "./record.ts";

type Fields = Readonly<Record<string, unknown>>;

/** Options of {@link makeJsonFormatter}. */
export interface JsonFormatterOptions {
  /**
   * Names of members: `"otel"` writes OpenTelemetry's semantic conventions, such as `service.name`, `exception.type`, `http.route` and
   * `faas.name`. @default the library's own
   */
  readonly conventions?: "otel";
  /**
   * With `conventions`, attributes of the resource that every line carries: those that the environment tells (`cloud.*`, `faas.*`, `k8s.*`,
   * `OTEL_RESOURCE_ATTRIBUTES`), or these, or none. @default true
   */
  readonly resource?: boolean | ResourceAttributes;
}

/**
 * A JSON formatter with options. Without any it is `jsonFormatter` itself.
 *
 * @throws {TypeError} for conventions that are not known
 */
export function makeJsonFormatter(options: JsonFormatterOptions = {}): Formatter {
  const { conventions, resource = true } = options;
  if (conventions === undefined) return jsonFormatter;
  if (conventions !== "otel")
    throw new TypeError(`makeJsonFormatter: conventions is ${JSON.stringify(conventions)}; use "otel"`);
  const attributes = resource === true ? processResource() : resource === false ? {} : resource;
  return new ConventionalFormatter(attributes).format;
}

/** Gives records OpenTelemetry's names before they are written. What is shared between records stays shared, so its text is made once. */
class ConventionalFormatter {
  readonly #resource: Fields;
  readonly #contexts = new WeakMap<Fields, Map<string | undefined, Fields>>();
  readonly #alone = new Map<string | undefined, Fields>();

  constructor(resource: Fields) {
    this.#resource = resource;
  }

  readonly format = (record: LogRecord): string => {
    const { context, fields, error, service } = record;
    return jsonFormatter({
      ...record,
      service: undefined,
      context: this.#context(context, service),
      fields: error === undefined ? fields && conventionalFields(fields) : withError(fields, error),
      error: undefined,
    });
  };

  #context(context: Fields | undefined, service: string | undefined): Fields {
    let known = context === undefined ? this.#alone : this.#contexts.get(context);
    if (known === undefined) {
      known = new Map();
      this.#contexts.set(context!, known);
    }
    let named = known.get(service);
    if (named === undefined) {
      const own = service === undefined ? {} : { "service.name": service };
      named = { ...this.#resource, ...own, ...(context && conventionalFields(context)) };
      known.set(service, named);
    }
    return named;
  }
}

/** @see https://opentelemetry.io/docs/specs/semconv/exceptions/exceptions-logs/ */
function withError(fields: Fields | undefined, error: unknown): Fields {
  const { name, message, stack, ...rest } = errorMembers(error);
  const own = fields === undefined ? {} : conventionalFields(fields);
  const { [FIELDS.error]: field, ...others } = own;
  return {
    ...others,
    ...(field !== undefined && { [`${FIELDS.error}_`]: field }),
    "exception.type": name,
    "exception.message": message,
    ...(stack !== undefined && { "exception.stacktrace": stack }),
    ...(Object.keys(rest).length > 0 && { [FIELDS.error]: rest }),
  };
}
