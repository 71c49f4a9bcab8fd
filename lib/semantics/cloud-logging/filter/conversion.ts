import { formatTimestamp, type Nanotime, parseProtoDuration, parseTimestamp } from "../timestamp.ts";
import type { ScalarType } from "./entry-schema.ts";

/** Types that `cast` converts to, by the name that queries use. */
export const CAST_TYPES: Readonly<Record<string, ScalarType>> = {
  STRING: "string",
  INT64: "int",
  FLOAT64: "double",
  BOOL: "bool",
  TIMESTAMP: "timestamp",
  DURATION: "duration",
};

/** Whether an IANA time zone of that name exists. */
export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en-US", { timeZone: name }) !== undefined;
  } catch {
    return false;
  }
}

/** A value converted to another type; undefined when it does not convert. */
export function castValue(from: ScalarType, value: unknown, to: ScalarType, timeZone: string): unknown {
  if (from === "object" || from === "null") return undefined;
  const text = String(value).trim();
  switch (to) {
    case "string":
      return from === "timestamp" ? zonedTime(text, timeZone) : String(value);
    case "int":
      return /^[-+]?0*\d{1,19}$/.test(text) ? text : wholeNumber(text);
    case "double":
      return text !== "" && !Number.isNaN(Number(text)) ? Number(text) : undefined;
    case "bool":
      return /^true$/i.test(text) ? true : /^false$/i.test(text) ? false : undefined;
    case "timestamp":
      return parseTimestamp(text) ? text : undefined;
    default:
      return parseProtoDuration(text) ? text : undefined;
  }
}

/** Undefined beyond 64 bits. */
function wholeNumber(text: string): string | undefined {
  const number = text === "" ? Number.NaN : Number(text);
  return Math.abs(number) < 2 ** 63 ? BigInt(Math.round(number)).toString() : undefined;
}

/** RFC 3339 with the zone's own clock and offset, and at least milliseconds. */
function zonedTime(text: string, timeZone: string): string | undefined {
  const time = parseTimestamp(text);
  if (!time) return undefined;
  const offset = offsetSeconds(time, timeZone);
  const local = formatTimestamp({ seconds: time.seconds + offset, nanos: time.nanos }).slice(0, -1);
  return (local.includes(".") ? local : `${local}.000`) + printOffset(offset);
}

function offsetSeconds({ seconds }: Nanotime, timeZone: string): number {
  if (timeZone === "UTC") return 0;
  const format = new Intl.DateTimeFormat("en-US", { timeZone, timeZoneName: "longOffset" });
  const name = format.formatToParts(seconds * 1000).find(({ type }) => type === "timeZoneName")!.value;
  const [, sign, hours = "0", minutes = "0", rest = "0"] = /([-+])(\d+):(\d+)(?::(\d+))?/.exec(name) ?? [];
  return (sign === "-" ? -1 : 1) * (Number(hours) * 3600 + Number(minutes) * 60 + Number(rest));
}

function printOffset(offset: number): string {
  if (offset === 0) return "Z";
  const minutes = Math.abs(Math.trunc(offset / 60));
  const two = (number: number) => String(number).padStart(2, "0");
  return `${offset < 0 ? "-" : "+"}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}
