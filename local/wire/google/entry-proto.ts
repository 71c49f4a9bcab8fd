import type { LogEntry } from "../../../lib/semantics/cloud-logging/log-entry.ts";
import {
  formatTimestamp,
  instant,
  type Nanotime,
  parseDuration,
  parseTimestamp,
} from "../../../lib/semantics/cloud-logging/timestamp.ts";

/** Messages as protobufjs decodes them: 64-bit integers and enums as text, times in parts, absent fields left out. */
type Message = Record<string, unknown>;

interface Parts {
  readonly seconds?: number | string;
  readonly nanos?: number;
}

/** The JSON form of a decoded entry. */
export function entryFromProto(message: Message): LogEntry {
  const { timestamp, receiveTimestamp, httpRequest, jsonPayload, protoPayload, ...plain } = message;
  return {
    ...plain,
    ...(timestamp ? { timestamp: timestampFromParts(timestamp) } : undefined),
    ...(receiveTimestamp ? { receiveTimestamp: timestampFromParts(receiveTimestamp) } : undefined),
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
    ...(httpRequest && { httpRequest: { ...httpRequest, ...latencyToProto(httpRequest.latency) } }),
    ...(jsonPayload && { jsonPayload: structToProto(jsonPayload) }),
    ...(protoPayload && { protoPayload: anyToProto(protoPayload) }),
  };
}

/** A length of time in milliseconds. */
export function millisecondsFromProto(duration: Parts): number {
  return Number(duration.seconds ?? 0) * 1000 + (duration.nanos ?? 0) / 1e6;
}

function timestampFromParts(value: unknown): string {
  const { seconds = 0, nanos = 0 } = value as Parts;
  const time = instant(Number(seconds), nanos);
  return time ? formatTimestamp(time) : `${seconds}s`;
}

function httpRequestFromProto({ latency, ...plain }: Message): Message {
  return latency ? { ...plain, latency: durationText(latency as Parts) } : plain;
}

function durationText({ seconds = 0, nanos = 0 }: Parts): string {
  const total = BigInt(seconds) * 1_000_000_000n + BigInt(nanos);
  const [sign, size] = total < 0n ? ["-", -total] : ["", total];
  const decimals = String(size % 1_000_000_000n)
    .padStart(9, "0")
    .replace(/0+$/, "");
  return `${sign}${size / 1_000_000_000n}${decimals === "" ? "" : `.${decimals}`}s`;
}

/** A Duration's two parts have the same sign. */
function latencyToProto(latency: string | undefined): { latency?: Nanotime } {
  const duration = latency === undefined ? undefined : parseDuration(latency);
  if (!duration) return {};
  const borrows = duration.seconds < 0 && duration.nanos > 0;
  return {
    latency: borrows ? { seconds: duration.seconds + 1, nanos: duration.nanos - 1e9 } : duration,
  };
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
