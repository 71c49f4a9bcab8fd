import { dateFormat } from "./date-formats.ts";
import { fromEpoch } from "./epoch-format.ts";
import type { TimestampFormat } from "./timestamp-format.ts";

/** Members that loggers keep the time in, the usual ones first. */
const MEMBERS = [
  "timestamp",
  "@timestamp",
  "time",
  "ts",
  "@t",
  "eventTime",
  "datetime",
  "date",
  "asctime",
  "timeMillis",
  "epochMillis",
  "created",
  "__REALTIME_TIMESTAMP",
  "receiveTimestamp",
];

const textFormats = [dateFormat("iso"), dateFormat("slash"), dateFormat("ctime"), dateFormat("day")];

/** Lines that are JSON objects, by the members that loggers keep the time in. */
export const jsonFormat: TimestampFormat = {
  name: "json",
  read(line) {
    if (!/^\s*\{/.test(line)) return undefined;
    let document: Record<string, unknown>;
    try {
      document = JSON.parse(line) as Record<string, unknown>;
    } catch {
      return undefined;
    }
    for (const member of MEMBERS) {
      const time = timeIn(document[member]);
      if (time !== undefined) return time;
    }
    return undefined;
  },
};

function timeIn(value: unknown): number | undefined {
  if (typeof value === "number") return fromEpoch(value);
  if (typeof value === "string") {
    for (const format of textFormats) {
      const time = format.read(value);
      if (time !== undefined) return time;
    }
    return fromEpoch(Number(value));
  }
  if (typeof value !== "object" || value === null) return undefined;
  // As protocol buffers and Cloud Logging write it.
  const { seconds, nanos = 0 } = value as { seconds?: unknown; nanos?: unknown };
  return seconds === undefined ? undefined : fromEpoch(Number(seconds) + Number(nanos) / 1e9);
}
