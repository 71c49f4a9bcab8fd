import { LOG_METRIC_LABEL_VALUE_MAX_LENGTH } from "../../limits.ts";

const INT64 = /^[-+]?0*\d{1,19}$/;

/**
 * What was extracted in the type of its label. What is not there or does not convert is `""`, 0 or false.
 *
 * @param valueType `STRING`, `INT64` or `BOOL`
 * @see https://cloud.google.com/logging/docs/logs-based-metrics/labels
 */
export function labelValue(valueType: string, text: string | undefined): string | number | boolean {
  if (valueType === "INT64")
    return text !== undefined &&
      INT64.test(text) &&
      BigInt.asIntN(64, BigInt(text.replace("+", ""))) === BigInt(text.replace("+", ""))
      ? Number(text)
      : 0;
  if (valueType === "BOOL") return text !== undefined && /^true$/i.test(text);
  return text === undefined ? "" : cut(text);
}

function cut(text: string): string {
  if (text.length <= LOG_METRIC_LABEL_VALUE_MAX_LENGTH) return text;
  return [...text].slice(0, LOG_METRIC_LABEL_VALUE_MAX_LENGTH).join("");
}
