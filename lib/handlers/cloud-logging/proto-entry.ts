import { ProtoWriter } from "../../connection/proto-writer.ts";
import { SEVERITIES, type Severity } from "../../semantics/cloud-logging/severity.ts";
import type { RequestCommon } from "./transport.ts";

type Members = Readonly<Record<string, unknown>>;

/** An entry in the API's JSON form, as `entryJson` writes it. */
interface EntryObject {
  readonly insertId: string;
  readonly timestamp: string;
  readonly severity: Severity;
  readonly jsonPayload?: Members;
  readonly textPayload?: string;
  readonly httpRequest?: Members;
  readonly operation?: Members;
  readonly sourceLocation?: Members;
  readonly labels?: Readonly<Record<string, string>>;
  readonly trace?: string;
  readonly spanId?: string;
  readonly traceSampled?: boolean;
}

/** Bytes that an entry may take more than its JSON. */
const ENTRY_EXTRA_BYTES = 128;

type Kind = "string" | "int64" | "integer" | "duration";
type Fields = Readonly<Record<string, readonly [field: number, kind: Kind]>>;

/** @see https://github.com/googleapis/googleapis/blob/master/google/logging/type/http_request.proto */
const HTTP_REQUEST: Fields = {
  requestMethod: [1, "string"],
  requestUrl: [2, "string"],
  requestSize: [3, "int64"],
  status: [4, "integer"],
  responseSize: [5, "int64"],
  userAgent: [6, "string"],
  remoteIp: [7, "string"],
  referer: [8, "string"],
  cacheHit: [9, "integer"],
  cacheValidatedWithOriginServer: [10, "integer"],
  cacheLookup: [11, "integer"],
  cacheFillBytes: [12, "int64"],
  serverIp: [13, "string"],
  latency: [14, "duration"],
  protocol: [15, "string"],
};
/** @see https://github.com/googleapis/googleapis/blob/master/google/logging/v2/log_entry.proto */
const OPERATION: Fields = {
  id: [1, "string"],
  producer: [2, "string"],
  first: [3, "integer"],
  last: [4, "integer"],
};
const SOURCE_LOCATION: Fields = { file: [1, "string"], line: [2, "int64"], function: [3, "string"] };

/** A `WriteLogEntriesRequest` as bytes, out of entries as JSON text. */
export function protoRequest(
  entries: readonly string[],
  { logName, resource, labels }: RequestCommon,
): Buffer {
  let expected = 1_024;
  for (const text of entries) expected += text.length + ENTRY_EXTRA_BYTES;
  const writer = new ProtoWriter(expected);
  writer.string(1, logName);
  const opened = writer.open(2, 100);
  writer.string(1, resource.type);
  writeLabels(writer, 2, resource.labels);
  writer.close(opened);
  writeLabels(writer, 3, labels);
  let lastTimestamp = "";
  let time = 0;
  for (const text of entries) {
    const opened = writer.open(4, text.length);
    const entry = JSON.parse(text) as EntryObject;
    // Entries of a burst share their times.
    if (entry.timestamp !== lastTimestamp) {
      lastTimestamp = entry.timestamp;
      time = Date.parse(lastTimestamp);
    }
    writeEntry(writer, entry, time, text.length);
    writer.close(opened);
  }
  writer.integer(5, true);
  return writer.finish();
}

function writeEntry(writer: ProtoWriter, entry: EntryObject, time: number, length: number): void {
  const { textPayload, jsonPayload, httpRequest, operation, sourceLocation } = entry;
  if (textPayload !== undefined) writer.string(3, textPayload);
  writer.string(4, entry.insertId);
  if (jsonPayload) {
    const payload = writer.open(6, length);
    writeStruct(writer, jsonPayload);
    writer.close(payload);
  }
  if (httpRequest) writeMembers(writer, 7, httpRequest, HTTP_REQUEST);
  const timestamp = writer.open(9, 12);
  writer.integer(1, Math.floor(time / 1_000));
  writer.integer(2, (time % 1_000) * 1_000_000);
  writer.close(timestamp);
  writer.integer(10, SEVERITIES[entry.severity]);
  writeLabels(writer, 11, entry.labels);
  if (operation) writeMembers(writer, 15, operation, OPERATION);
  if (entry.trace !== undefined) writer.string(22, entry.trace);
  if (sourceLocation) writeMembers(writer, 23, sourceLocation, SOURCE_LOCATION);
  if (entry.spanId !== undefined) writer.string(27, entry.spanId);
  if (entry.traceSampled) writer.integer(30, true);
}

function writeLabels(
  writer: ProtoWriter,
  field: number,
  labels: Readonly<Record<string, string>> | undefined,
): void {
  for (const key in labels) {
    const label = writer.open(field, key.length + labels[key]!.length);
    writer.string(1, key);
    writer.string(2, labels[key]!);
    writer.close(label);
  }
}

function writeMembers(writer: ProtoWriter, field: number, value: Members, fields: Fields): void {
  const opened = writer.open(field, 100);
  for (const [key, member] of Object.entries(value)) {
    const [number, kind] = fields[key] ?? [];
    if (number === undefined) continue;
    if (kind === "string") writer.string(number, String(member));
    else if (kind === "int64") writer.int64(number, String(member));
    else if (kind === "integer") writer.integer(number, member as number | boolean);
    else writeDuration(writer, number, String(member));
  }
  writer.close(opened);
}

/** A latency such as `"1.5s"`. */
function writeDuration(writer: ProtoWriter, field: number, text: string): void {
  const [, seconds = "0", fraction = ""] = /^(\d+)(?:\.(\d{1,9}))?s$/.exec(text) ?? [];
  const opened = writer.open(field, 12);
  writer.int64(1, seconds);
  writer.integer(2, Number(fraction.padEnd(9, "0")));
  writer.close(opened);
}

/** @see https://github.com/protocolbuffers/protobuf/blob/main/src/google/protobuf/struct.proto */
function writeStruct(writer: ProtoWriter, object: Members): void {
  for (const key in object) {
    const value = object[key];
    const bytes = expectedBytes(value);
    const field = writer.open(1, bytes + key.length + 6);
    writer.string(1, key);
    const member = writer.open(2, bytes + 2);
    writeValue(writer, value);
    writer.close(member);
    writer.close(field);
  }
}

function writeValue(writer: ProtoWriter, value: unknown): void {
  if (typeof value === "string") writer.string(3, value);
  else if (typeof value === "number") writer.double(2, value);
  else if (typeof value === "boolean") writer.integer(4, value);
  else if (value === null) writer.integer(1, 0);
  else if (Array.isArray(value)) {
    const list = writer.open(6, 100);
    for (const item of value as unknown[]) {
      const member = writer.open(1, expectedBytes(item) + 2);
      writeValue(writer, item);
      writer.close(member);
    }
    writer.close(list);
  } else {
    const struct = writer.open(5, 100);
    writeStruct(writer, value as Members);
    writer.close(struct);
  }
}

/** Near enough to know how many bytes the length takes. */
function expectedBytes(value: unknown): number {
  if (typeof value === "string") return value.length;
  return typeof value === "object" && value !== null ? 100 : 9;
}
