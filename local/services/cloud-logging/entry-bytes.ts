import type { LogEntry, MonitoredResource } from "cumulog/semantics";
import { isSeverity, type Nanotime, parseProtoDuration, parseTimestamp, SEVERITIES } from "cumulog/semantics";

/** Bytes of a value behind its tag; undefined when the value is a default, which is not written. */
type Measure = (value: never) => number | undefined;

/** A field's number, of which those from 16 take a byte more, and what measures its values. */
type Fields = Readonly<Record<string, readonly [number: number, measure: Measure]>>;

const text: Measure = (value: string) => (value === "" ? undefined : delimited(Buffer.byteLength(value)));
/** A payload is written even when it is empty. */
const payload: Measure = (value: string) => delimited(Buffer.byteLength(value));
const bool: Measure = (value: boolean) => (value ? 1 : undefined);
const integer: Measure = (value: number | string) =>
  Number(value) === 0 ? undefined : varint(BigInt(value));
const severity: Measure = (value: string | number) =>
  integer((typeof value === "string" && isSeverity(value) ? SEVERITIES[value] : value) as never);
const timestamp: Measure = (value: string) => parts(parseTimestamp(value));
const duration: Measure = (value: string) => parts(alike(parseProtoDuration(value)));

/**
 * Bytes of an entry as a protocol buffer, by which the service limits it; as JSON it may be several times as long.
 *
 * @see https://protobuf.dev/programming-guides/encoding/
 */
export function entryBytes(entry: LogEntry): number {
  return (
    fieldBytes(ENTRY, entry) +
    mapBytes(entry.labels) +
    (entry.jsonPayload ? 1 + delimited(structBytes(entry.jsonPayload)) : 0) +
    (entry.protoPayload ? 1 + delimited(anyBytes(entry.protoPayload)) : 0)
  );
}

const message = (fields: Fields): Measure =>
  ((value: object) => delimited(fieldBytes(fields, value))) as Measure;

const ENTRY: Fields = {
  textPayload: [3, payload],
  insertId: [4, text],
  httpRequest: [
    7,
    message({
      requestMethod: [1, text],
      requestUrl: [2, text],
      requestSize: [3, integer],
      status: [4, integer],
      responseSize: [5, integer],
      userAgent: [6, text],
      remoteIp: [7, text],
      referer: [8, text],
      cacheHit: [9, bool],
      cacheValidatedWithOriginServer: [10, bool],
      cacheLookup: [11, bool],
      cacheFillBytes: [12, integer],
      serverIp: [13, text],
      latency: [14, duration],
      protocol: [15, text],
    }),
  ],
  resource: [
    8,
    ({ type, labels }: MonitoredResource) =>
      delimited(fieldBytes({ type: [1, text] }, { type }) + mapBytes(labels)),
  ],
  timestamp: [9, timestamp],
  severity: [10, severity],
  logName: [12, text],
  operation: [15, message({ id: [1, text], producer: [2, text], first: [3, bool], last: [4, bool] })],
  trace: [22, text],
  sourceLocation: [23, message({ file: [1, text], line: [2, integer], function: [3, text] })],
  receiveTimestamp: [24, timestamp],
  spanId: [27, text],
  traceSampled: [30, bool],
  split: [35, message({ uid: [1, text], index: [2, integer], totalSplits: [3, integer] })],
};

function fieldBytes(fields: Fields, value: object): number {
  let bytes = 0;
  for (const [name, [number, measure]] of Object.entries(fields)) {
    const member = (value as Readonly<Record<string, unknown>>)[name];
    const size = member === undefined || member === null ? undefined : measure(member as never);
    if (size !== undefined) bytes += (number < 16 ? 1 : 2) + size;
  }
  return bytes;
}

/** A map is a list of messages with a key and a value. */
function mapBytes(map: Readonly<Record<string, string>> = {}): number {
  let bytes = 0;
  for (const [key, value] of Object.entries(map))
    bytes += 1 + delimited(2 + delimited(Buffer.byteLength(key)) + delimited(Buffer.byteLength(value)));
  return bytes;
}

function structBytes(struct: object): number {
  let bytes = 0;
  for (const [key, value] of Object.entries(struct))
    bytes += 1 + delimited(2 + delimited(Buffer.byteLength(key)) + delimited(valueBytes(value)));
  return bytes;
}

function valueBytes(value: unknown): number {
  if (typeof value === "string") return 1 + delimited(Buffer.byteLength(value));
  if (typeof value === "number") return 9;
  if (typeof value !== "object" || value === null) return 2;
  if (!Array.isArray(value)) return 1 + delimited(structBytes(value));
  return 1 + delimited(value.reduce<number>((sum, element) => sum + 1 + delimited(valueBytes(element)), 0));
}

/** Of a payload whose type is not known here only the bytes that came with it are known. */
function anyBytes({ "@type": type, value }: Readonly<Record<string, unknown>>): number {
  const bytes = typeof value === "string" ? Buffer.byteLength(value, "base64") : 0;
  const url = typeof type === "string" && type !== "" ? 1 + delimited(Buffer.byteLength(type)) : 0;
  return url + (bytes === 0 ? 0 : 1 + delimited(bytes));
}

function parts(time: Nanotime | undefined): number {
  return delimited(time ? fieldBytes({ seconds: [1, integer], nanos: [2, integer] }, time) : 0);
}

/** The parts of a length of time have the same sign. */
function alike(time: Nanotime | undefined): Nanotime | undefined {
  return time && time.seconds < 0 && time.nanos > 0
    ? { seconds: time.seconds + 1, nanos: time.nanos - 1e9 }
    : time;
}

function delimited(bytes: number): number {
  let prefix = 1;
  for (let rest = bytes >>> 7; rest > 0; rest >>>= 7) prefix++;
  return prefix + bytes;
}

/** Seven bits a byte; negative numbers take ten bytes. */
function varint(value: bigint): number {
  let bytes = 1;
  for (let rest = BigInt.asUintN(64, value) >> 7n; rest > 0n; rest >>= 7n) bytes++;
  return bytes;
}
