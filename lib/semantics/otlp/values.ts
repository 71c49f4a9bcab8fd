import type { OtlpAttribute, OtlpLogRecord, OtlpValue } from "./messages.ts";

const MILLION = 1_000_000n;

/** A value as JavaScript has it; an integer that no number can hold is its digits. */
export function plainOtlpValue(value: OtlpValue | undefined): unknown {
  if (value === undefined) return null;
  if (value.stringValue !== undefined) return value.stringValue;
  if (value.boolValue !== undefined) return value.boolValue;
  if (value.intValue !== undefined) {
    const number = Number(value.intValue);
    return Number.isSafeInteger(number) ? number : String(value.intValue);
  }
  if (value.doubleValue !== undefined) {
    const number = Number(value.doubleValue);
    return Number.isFinite(number) ? number : String(value.doubleValue);
  }
  if (value.arrayValue !== undefined) return (value.arrayValue.values ?? []).map(plainOtlpValue);
  if (value.kvlistValue !== undefined) return plainOtlpAttributes(value.kvlistValue.values);
  return value.bytesValue ?? null;
}

/** Attributes as members of an object. */
export function plainOtlpAttributes(
  attributes: readonly OtlpAttribute[] | undefined,
): Record<string, unknown> {
  return Object.fromEntries((attributes ?? []).map(({ key, value }) => [key, plainOtlpValue(value)]));
}

/** Nanoseconds of a record: its time, or when it was observed; undefined when it says neither. */
export function otlpTime({ timeUnixNano, observedTimeUnixNano }: OtlpLogRecord): bigint | undefined {
  for (const given of [timeUnixNano, observedTimeUnixNano]) {
    const text = String(given ?? "");
    if (/^\d{1,20}$/.test(text) && BigInt(text) > 0n) return BigInt(text);
  }
  return undefined;
}

/** The same in milliseconds, rounded down. */
export function otlpMilliseconds(record: OtlpLogRecord): number | undefined {
  const time = otlpTime(record);
  return time === undefined ? undefined : Number(time / MILLION);
}
