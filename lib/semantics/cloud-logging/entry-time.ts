import { type Fields, int64Text, isObject, scalarText } from "./special-fields.ts";
import { formatTimestamp, instant, type Nanotime, parseTimestamp } from "./timestamp.ts";

/**
 * Takes the time out of a record, in the forms that Google's agents know. Members that do not hold a time stay.
 *
 * @param timeKeys members that may hold an RFC 3339 time, tried last
 * @returns an RFC 3339 time, or undefined
 */
export function takeTime(record: Fields, timeKeys: readonly string[]): string | undefined {
  const time = takeParts(record) ?? takePair(record) ?? takeNanos(record) ?? takeText(record, timeKeys);
  return time && formatTimestamp(time);
}

function takeParts(record: Fields): Nanotime | undefined {
  const value = record["timestamp"];
  if (!isObject(value)) return undefined;
  return remove(record, fromParts(value["seconds"], value["nanos"]), "timestamp");
}

function takePair(record: Fields): Nanotime | undefined {
  const time = fromParts(record["timestampSeconds"], record["timestampNanos"]);
  return remove(record, time, "timestampSeconds", "timestampNanos");
}

function takeNanos(record: Fields): Nanotime | undefined {
  const nanos = int64Text(record["timeNanos"]);
  if (nanos === undefined) return undefined;
  const total = BigInt(nanos);
  const time = instant(Number(total / 1_000_000_000n), Number(total % 1_000_000_000n));
  return remove(record, time, "timeNanos");
}

function takeText(record: Fields, keys: readonly string[]): Nanotime | undefined {
  for (const key of keys) {
    const text = record[key];
    const time = typeof text === "string" ? parseTimestamp(text.trim()) : undefined;
    if (time) return remove(record, time, key);
  }
  return undefined;
}

function fromParts(seconds: unknown, nanos: unknown): Nanotime | undefined {
  if (scalarText(seconds) === undefined || scalarText(nanos) === undefined) return undefined;
  const [whole, rest] = [int64Text(seconds), int64Text(nanos)];
  return whole === undefined || rest === undefined ? undefined : instant(Number(whole), Number(rest));
}

function remove(record: Fields, time: Nanotime | undefined, ...keys: string[]): Nanotime | undefined {
  if (time) for (const key of keys) delete record[key];
  return time;
}
