import { MESSAGE, putFields, textAt } from "../document.ts";
import type { ParseKeyValue, Step } from "../types.ts";

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CloudWatch-Logs-Transformation-Configurable.html#CloudWatch-Logs-Transformation-parseKeyValue */
export function parseKeyValue({
  source = MESSAGE,
  destination,
  fieldDelimiter = "&",
  keyValueDelimiter = "=",
  keyPrefix = "",
  nonMatchValue,
  overwriteIfExists = false,
}: ParseKeyValue): Step {
  return (piece) => {
    const text = textAt(piece, source);
    if (text === undefined) return;
    const fields: [string, string][] = [];
    for (const field of text.split(fieldDelimiter)) {
      const at = field.indexOf(keyValueDelimiter);
      if (at > 0) fields.push([keyPrefix + field.slice(0, at), field.slice(at + keyValueDelimiter.length)]);
      else if (field !== "" && nonMatchValue !== undefined) fields.push([keyPrefix + field, nonMatchValue]);
    }
    putFields(piece.document, destination, fields, overwriteIfExists);
  };
}
