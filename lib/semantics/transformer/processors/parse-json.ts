import { isObject, MESSAGE, putFields, textAt } from "../document.ts";
import { TransformationError } from "../transformation-error.ts";
import type { JsonObject, Step, TransformerProcessor } from "../types.ts";

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CloudWatch-Logs-Transformation-Configurable.html#CloudWatch-Logs-Transformation-parseJSON */
export function parseJson({
  source = MESSAGE,
  destination,
}: NonNullable<TransformerProcessor["parseJSON"]>): Step {
  return (piece) => {
    const text = textAt(piece, source);
    if (text !== undefined)
      putFields(piece.document, destination, Object.entries(parsedObject(text, "parseJSON")));
  };
}

/** @throws TransformationError when the text is no JSON object */
export function parsedObject(text: string, processor: string): JsonObject {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new TransformationError(`${processor}: the source is not valid JSON`);
  }
  if (!isObject(value)) throw new TransformationError(`${processor}: the source is not a JSON object`);
  return value;
}
