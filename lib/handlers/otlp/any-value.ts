import { jsonString } from "../../logger/json-string.ts";
import { serializeValue } from "../../logger/serialize.ts";

const INT64_LIMIT = 2n ** 63n;

/**
 * A value as JSON text of an `AnyValue`; undefined for what JSON leaves out. Whole numbers are integers, NaN and infinities texts, and
 * what is no plain data is what the JSON formatter makes of it. Never throws.
 *
 * @see https://github.com/open-telemetry/opentelemetry-proto/blob/main/opentelemetry/proto/common/v1/common.proto
 */
export function anyValue(value: unknown): string | undefined {
  switch (typeof value) {
    case "string":
      return `{"stringValue":${jsonString(value)}}`;
    case "number":
      return numberValue(value);
    case "boolean":
      return value ? '{"boolValue":true}' : '{"boolValue":false}';
    case "bigint":
      return value >= -INT64_LIMIT && value < INT64_LIMIT
        ? `{"intValue":"${value}"}`
        : `{"stringValue":"${value}"}`;
    case "object": {
      if (value === null) return "{}";
      const text = serializeValue(value);
      return text === undefined ? undefined : plainValue(JSON.parse(text));
    }
    default: {
      const text = serializeValue(value);
      return text === undefined ? undefined : `{"stringValue":${text}}`;
    }
  }
}

function numberValue(value: number): string {
  if (Number.isSafeInteger(value)) return `{"intValue":"${value}"}`;
  return Number.isFinite(value) ? `{"doubleValue":${value}}` : `{"stringValue":"${value}"}`;
}

/** The same for what came out of JSON. */
function plainValue(value: unknown): string {
  if (Array.isArray(value)) return `{"arrayValue":{"values":[${value.map(plainValue).join(",")}]}}`;
  if (typeof value !== "object" || value === null) return anyValue(value)!;
  const members = Object.entries(value).map(
    ([key, member]) => `{"key":${jsonString(key)},"value":${plainValue(member)}}`,
  );
  return `{"kvlistValue":{"values":[${members.join(",")}]}}`;
}
