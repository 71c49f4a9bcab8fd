import protobuf from "protobufjs";

/** OTLP's messages of logs as the specification numbers them. https://github.com/open-telemetry/opentelemetry-proto */
const SCHEMA = `
syntax = "proto3";
message ExportLogsServiceRequest { repeated ResourceLogs resourceLogs = 1; }
message ExportLogsServiceResponse { PartialSuccess partialSuccess = 1; }
message PartialSuccess { int64 rejectedLogRecords = 1; string errorMessage = 2; }
message ResourceLogs { Resource resource = 1; repeated ScopeLogs scopeLogs = 2; string schemaUrl = 3; }
message Resource { repeated KeyValue attributes = 1; uint32 droppedAttributesCount = 2; }
message ScopeLogs { Scope scope = 1; repeated LogRecord logRecords = 2; string schemaUrl = 3; }
message Scope { string name = 1; string version = 2; repeated KeyValue attributes = 3; }
message LogRecord {
  fixed64 timeUnixNano = 1; uint32 severityNumber = 2; string severityText = 3; AnyValue body = 5;
  repeated KeyValue attributes = 6; uint32 droppedAttributesCount = 7; fixed32 flags = 8; bytes traceId = 9; bytes spanId = 10;
  fixed64 observedTimeUnixNano = 11; string eventName = 12;
}
message KeyValue { string key = 1; AnyValue value = 2; }
message AnyValue {
  oneof value {
    string stringValue = 1; bool boolValue = 2; int64 intValue = 3; double doubleValue = 4;
    ArrayValue arrayValue = 5; KeyValueList kvlistValue = 6; bytes bytesValue = 7;
  }
}
message ArrayValue { repeated AnyValue values = 1; }
message KeyValueList { repeated KeyValue values = 1; }`;

const { root } = protobuf.parse(SCHEMA, { keepCase: true });

/** A value of OTLP in its JSON form. */
export interface AnyValue {
  readonly stringValue?: string;
  readonly boolValue?: boolean;
  readonly intValue?: string;
  readonly doubleValue?: number;
  readonly arrayValue?: { readonly values?: readonly AnyValue[] };
  readonly kvlistValue?: { readonly values?: readonly KeyValue[] };
}
export interface KeyValue {
  readonly key: string;
  readonly value: AnyValue;
}
export interface OtlpRecord {
  readonly timeUnixNano: string;
  readonly observedTimeUnixNano: string;
  readonly severityNumber: number;
  readonly severityText: string;
  readonly body: AnyValue;
  readonly attributes?: readonly KeyValue[];
  readonly traceId?: string;
  readonly spanId?: string;
  readonly flags?: number;
}
export interface OtlpRequest {
  readonly resourceLogs: readonly {
    readonly resource: { readonly attributes: readonly KeyValue[] };
    readonly scopeLogs: readonly {
      readonly scope: { readonly name?: string };
      readonly logRecords: readonly OtlpRecord[];
    }[];
  }[];
}

/** A request in bytes, in the JSON form of OTLP: 64-bit integers are texts, ids hexadecimal. */
export function decodeRequest(bytes: Uint8Array): OtlpRequest {
  const type = root.lookupType("ExportLogsServiceRequest");
  const decoded = type.toObject(type.decode(bytes), { longs: String, bytes: Array });
  return withHexadecimalIds(decoded) as OtlpRequest;
}

export function encodeResponse(response: object): Uint8Array {
  const type = root.lookupType("ExportLogsServiceResponse");
  return type.encode(type.fromObject(response)).finish();
}

function withHexadecimalIds(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withHexadecimalIds);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [
      key,
      key === "traceId" || key === "spanId"
        ? Buffer.from(member as number[]).toString("hex")
        : withHexadecimalIds(member),
    ]),
  );
}

/** A value as JavaScript has it. */
export function plain(value: AnyValue): unknown {
  if (value.arrayValue) return (value.arrayValue.values ?? []).map(plain);
  if (value.kvlistValue) return attributesOf(value.kvlistValue.values);
  if (value.intValue !== undefined) return Number(value.intValue);
  return value.stringValue ?? value.boolValue ?? value.doubleValue ?? null;
}

export function attributesOf(attributes: readonly KeyValue[] = []): Record<string, unknown> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, plain(value)]));
}
