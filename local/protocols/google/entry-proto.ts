import type { LogEntry } from "cumulog/semantics";
import {
  formatProtoDuration,
  formatTimestamp,
  instant,
  type Nanotime,
  parseProtoDuration,
  parseTimestamp,
} from "cumulog/semantics";

/** Messages as protobufjs decodes them: 64-bit integers and enums as text, times in parts, absent fields left out. */
type Message = Record<string, unknown>;

/** How protocol buffers hold a point in time or a length of time. */
export interface Parts {
  readonly seconds?: number | string;
  readonly nanos?: number;
}

/** The JSON form of a decoded entry. */
export function entryFromProto(message: Message): LogEntry {
  const { timestamp, receiveTimestamp, httpRequest, jsonPayload, protoPayload, ...plain } = message;
  return {
    ...plain,
    ...(timestamp ? { timestamp: timestampFromProto(timestamp as Parts) } : undefined),
    ...(receiveTimestamp ? { receiveTimestamp: timestampFromProto(receiveTimestamp as Parts) } : undefined),
    ...(httpRequest ? { httpRequest: httpRequestFromProto(httpRequest as Message) } : undefined),
    ...(jsonPayload ? { jsonPayload: structFromProto(jsonPayload as Message) } : undefined),
    ...(protoPayload ? { protoPayload: anyFromProto(protoPayload as Message) } : undefined),
  } as LogEntry;
}

/** The entry as protobufjs encodes it. */
export function entryToProto(entry: LogEntry): Message {
  const { timestamp, receiveTimestamp, httpRequest, jsonPayload, protoPayload, ...plain } = entry;
  return {
    ...plain,
    ...(timestamp === undefined ? undefined : { timestamp: parseTimestamp(timestamp) }),
    ...(receiveTimestamp === undefined ? undefined : { receiveTimestamp: parseTimestamp(receiveTimestamp) }),
    ...(httpRequest && { httpRequest: httpRequestToProto(httpRequest) }),
    ...(jsonPayload && { jsonPayload: structToProto(jsonPayload) }),
    ...(protoPayload && { protoPayload: anyToProto(protoPayload) }),
  };
}

/** A length of time in milliseconds. */
export function millisecondsFromProto(duration: Parts): number {
  return Number(duration.seconds ?? 0) * 1000 + (duration.nanos ?? 0) / 1e6;
}

export function timestampFromProto({ seconds = 0, nanos = 0 }: Parts): string {
  const time = instant(Number(seconds), nanos);
  return time ? formatTimestamp(time) : `${seconds}s`;
}

function httpRequestFromProto({ latency, ...plain }: Message): Message {
  return latency ? { ...plain, latency: durationFromProto(latency as Parts) } : plain;
}

/** A Duration's two parts have the same sign; ours count forwards. */
export function durationFromProto({ seconds = 0, nanos = 0 }: Parts): string {
  const borrows = nanos < 0;
  return formatProtoDuration({
    seconds: Number(seconds) - (borrows ? 1 : 0),
    nanos: nanos + (borrows ? 1e9 : 0),
  });
}

export function durationToProto(text: string): Nanotime | undefined {
  const duration = parseProtoDuration(text);
  const borrows = duration && duration.seconds < 0 && duration.nanos > 0;
  return borrows ? { seconds: duration.seconds + 1, nanos: duration.nanos - 1e9 } : duration;
}

function httpRequestToProto({ latency, ...plain }: NonNullable<LogEntry["httpRequest"]>): Message {
  return latency === undefined ? plain : { ...plain, latency: durationToProto(latency) };
}

function structFromProto({ fields = {} }: Message): Message {
  return Object.fromEntries(
    Object.entries(fields as Record<string, Message>).map(([name, value]) => [name, valueFromProto(value)]),
  );
}

function valueFromProto(value: Message): unknown {
  if (value["structValue"] !== undefined) return structFromProto(value["structValue"] as Message);
  if (value["listValue"] !== undefined)
    return ((value["listValue"] as { values?: Message[] }).values ?? []).map(valueFromProto);
  return value["stringValue"] ?? value["numberValue"] ?? value["boolValue"] ?? null;
}

function structToProto(object: Readonly<Record<string, unknown>>): Message {
  return {
    fields: Object.fromEntries(Object.entries(object).map(([name, value]) => [name, valueToProto(value)])),
  };
}

function valueToProto(value: unknown): Message {
  if (typeof value === "string") return { stringValue: value };
  if (typeof value === "number") return { numberValue: value };
  if (typeof value === "boolean") return { boolValue: value };
  if (Array.isArray(value)) return { listValue: { values: value.map(valueToProto) } };
  if (typeof value === "object" && value !== null) return { structValue: structToProto(value as Message) };
  return { nullValue: "NULL_VALUE" };
}

/** The types inside are not known here, so their bytes are kept as they came. */
function anyFromProto({ type_url: url = "", value }: Message): Message {
  return { "@type": url, value: Buffer.from((value as Uint8Array | undefined) ?? []).toString("base64") };
}

function anyToProto(payload: Readonly<Record<string, unknown>>): Message {
  const { "@type": url, value } = payload;
  return { type_url: url, value: Buffer.from(typeof value === "string" ? value : "", "base64") };
}
