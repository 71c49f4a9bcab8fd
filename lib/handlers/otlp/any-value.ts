import { serializeValue } from "../../logger/serialize.ts";
import type { OtlpForm } from "./form.ts";

const INT64_LIMIT = 2n ** 63n;

/**
 * A value as an `AnyValue`; undefined for what JSON leaves out. Whole numbers are integers, NaN and infinities texts, and what is no plain
 * data is what the JSON formatter makes of it. Never throws.
 */
export function anyValue(form: OtlpForm, value: unknown): string | undefined {
  switch (typeof value) {
    case "string":
      return form.string(value);
    case "number":
      if (Number.isSafeInteger(value)) return form.wholeNumber(value);
      return Number.isFinite(value) ? form.double(value) : form.string(String(value));
    case "boolean":
      return form.boolean(value);
    case "bigint":
      return value >= -INT64_LIMIT && value < INT64_LIMIT
        ? form.integer(String(value))
        : form.string(String(value));
    case "object": {
      if (value === null) return form.nothing();
      const text = serializeValue(value);
      return text === undefined ? undefined : plainValue(form, JSON.parse(text));
    }
    default: {
      const text = serializeValue(value);
      return text === undefined ? undefined : form.string(JSON.parse(text) as string);
    }
  }
}

/** The same for what came out of JSON. */
function plainValue(form: OtlpForm, value: unknown): string {
  if (typeof value !== "object" || value === null) return anyValue(form, value)!;
  return Array.isArray(value)
    ? form.list(value.map((item) => plainValue(form, item)))
    : form.object(Object.entries(value).map(([key, member]) => [key, plainValue(form, member)]));
}
