import { ProtoWriter } from "../../connection/proto-writer.ts";
import { byScope } from "./request-json.ts";

/** The JSON form of OTLP, as `recordJson` writes it. */
interface AnyValueJson {
  readonly stringValue?: string;
  readonly boolValue?: boolean;
  readonly intValue?: string;
  readonly doubleValue?: number;
  readonly arrayValue?: { readonly values: readonly AnyValueJson[] };
  readonly kvlistValue?: { readonly values: readonly KeyValueJson[] };
}
interface KeyValueJson {
  readonly key: string;
  readonly value: AnyValueJson;
}
interface LogRecordJson {
  readonly timeUnixNano: string;
  readonly observedTimeUnixNano: string;
  readonly severityNumber: number;
  readonly severityText: string;
  readonly body: { readonly stringValue: string };
  readonly attributes?: readonly KeyValueJson[];
  readonly traceId?: string;
  readonly spanId?: string;
  readonly flags?: number;
}

/** Bytes that a value may take more than its text. */
const VALUE_EXTRA_BYTES = 2;
const NESTED_BYTES = 100;

/**
 * An `ExportLogsServiceRequest` as bytes.
 *
 * @param resource JSON of the resource's attributes, a list
 * @see https://github.com/open-telemetry/opentelemetry-proto/blob/main/opentelemetry/proto/logs/v1/logs.proto
 */
export function requestProto(resource: string, texts: readonly string[]): Buffer {
  let expected = 1_024 + resource.length;
  for (const text of texts) expected += text.length;
  const writer = new ProtoWriter(expected);
  const resourceLogs = writer.open(1, expected);
  const resourceMessage = writer.open(1, resource.length);
  writeAttributes(writer, 1, JSON.parse(resource) as KeyValueJson[]);
  writer.close(resourceMessage);
  for (const { head, records } of byScope(texts)) {
    const scopeLogs = writer.open(2, expected);
    const { scope } = JSON.parse(`${head}}`) as { scope: { name?: string } };
    const scopeMessage = writer.open(1, NESTED_BYTES);
    if (scope.name !== undefined) writer.string(1, scope.name);
    writer.close(scopeMessage);
    for (const text of records) {
      const record = writer.open(2, text.length >>> 1);
      writeRecord(writer, JSON.parse(text) as LogRecordJson);
      writer.close(record);
    }
    writer.close(scopeLogs);
  }
  writer.close(resourceLogs);
  return writer.finish();
}

function writeRecord(writer: ProtoWriter, record: LogRecordJson): void {
  writer.fixed64(1, record.timeUnixNano);
  writer.integer(2, record.severityNumber);
  writer.string(3, record.severityText);
  writeValue(writer, 5, record.body);
  if (record.attributes) writeAttributes(writer, 6, record.attributes);
  if (record.flags !== undefined) writer.fixed32(8, record.flags);
  if (record.traceId !== undefined) writer.hexadecimal(9, record.traceId);
  if (record.spanId !== undefined) writer.hexadecimal(10, record.spanId);
  writer.fixed64(11, record.observedTimeUnixNano);
}

function writeAttributes(writer: ProtoWriter, field: number, attributes: readonly KeyValueJson[]): void {
  for (const { key, value } of attributes) {
    const { stringValue } = value;
    const attribute = writer.open(
      field,
      key.length + 4 + (stringValue === undefined ? 8 : stringValue.length + VALUE_EXTRA_BYTES),
    );
    writer.string(1, key);
    writeValue(writer, 2, value);
    writer.close(attribute);
  }
}

function writeValue(writer: ProtoWriter, field: number, value: AnyValueJson): void {
  const { stringValue } = value;
  if (stringValue !== undefined) {
    const opened = writer.open(field, stringValue.length + VALUE_EXTRA_BYTES);
    writer.string(1, stringValue);
    writer.close(opened);
    return;
  }
  const opened = writer.open(field, (value.arrayValue ?? value.kvlistValue) ? NESTED_BYTES : 9);
  if (value.intValue !== undefined) writeInteger(writer, value.intValue);
  else if (value.boolValue !== undefined) writer.integer(2, value.boolValue);
  else if (value.doubleValue !== undefined) writer.double(4, value.doubleValue);
  else if (value.arrayValue !== undefined) {
    const list = writer.open(5, NESTED_BYTES);
    for (const item of value.arrayValue.values) writeValue(writer, 1, item);
    writer.close(list);
  } else if (value.kvlistValue !== undefined) {
    const list = writer.open(6, NESTED_BYTES);
    writeAttributes(writer, 1, value.kvlistValue.values);
    writer.close(list);
  }
  writer.close(opened);
}

function writeInteger(writer: ProtoWriter, text: string): void {
  const value = Number(text);
  if (value >= 0 && Number.isSafeInteger(value)) writer.integer(3, value);
  else writer.int64(3, text);
}
