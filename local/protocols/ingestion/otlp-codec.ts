import { fromJSON, type MessageTypeDefinition } from "@grpc/proto-loader";
import type { OtlpLogsRequest } from "cumulog/semantics";

/** Fields of OTLP's messages of logs: number and type; `*` behind a type is a list. https://github.com/open-telemetry/opentelemetry-proto */
const MESSAGES: Readonly<Record<string, Readonly<Record<string, readonly [id: number, type: string]>>>> = {
  ExportLogsServiceRequest: { resourceLogs: [1, "ResourceLogs*"] },
  ExportLogsServiceResponse: { partialSuccess: [1, "PartialSuccess"] },
  PartialSuccess: { rejectedLogRecords: [1, "int64"], errorMessage: [2, "string"] },
  Status: { code: [1, "int32"], message: [2, "string"] },
  ResourceLogs: { resource: [1, "Resource"], scopeLogs: [2, "ScopeLogs*"], schemaUrl: [3, "string"] },
  Resource: { attributes: [1, "KeyValue*"], droppedAttributesCount: [2, "uint32"] },
  ScopeLogs: { scope: [1, "Scope"], logRecords: [2, "LogRecord*"], schemaUrl: [3, "string"] },
  Scope: { name: [1, "string"], version: [2, "string"], attributes: [3, "KeyValue*"] },
  LogRecord: {
    timeUnixNano: [1, "fixed64"],
    severityNumber: [2, "int32"],
    severityText: [3, "string"],
    body: [5, "AnyValue"],
    attributes: [6, "KeyValue*"],
    droppedAttributesCount: [7, "uint32"],
    flags: [8, "fixed32"],
    traceId: [9, "bytes"],
    spanId: [10, "bytes"],
    observedTimeUnixNano: [11, "fixed64"],
    eventName: [12, "string"],
  },
  KeyValue: { key: [1, "string"], value: [2, "AnyValue"] },
  AnyValue: {
    stringValue: [1, "string"],
    boolValue: [2, "bool"],
    intValue: [3, "int64"],
    doubleValue: [4, "double"],
    arrayValue: [5, "ArrayValue"],
    kvlistValue: [6, "KeyValueList"],
    bytesValue: [7, "bytes"],
  },
  ArrayValue: { values: [1, "AnyValue*"] },
  KeyValueList: { values: [1, "KeyValue*"] },
};

/** Messages of which one member at most is there: protobufjs keeps a member that is set to its type's zero only for these. */
const ONE_OF: ReadonlySet<string> = new Set(["AnyValue"]);

type Messages = Readonly<Record<string, MessageTypeDefinition<object, object>>>;

let loaded: Messages | undefined;

function messages(): Messages {
  loaded ??= fromJSON({ nested: Object.fromEntries(Object.entries(MESSAGES).map(described)) } as never, {
    longs: String,
  }) as unknown as Messages;
  return loaded;
}

function described([name, fields]: [string, (typeof MESSAGES)[string]]): [string, object] {
  const members = Object.entries(fields).map(([field, [id, type]]) => [
    field,
    type.endsWith("*") ? { id, type: type.slice(0, -1), rule: "repeated" } : { id, type },
  ]);
  const oneofs = ONE_OF.has(name) ? { oneofs: { value: { oneof: Object.keys(fields) } } } : {};
  return [name, { fields: Object.fromEntries(members), ...oneofs }];
}

/** Reads a request of protocol buffers. @throws {Error} for bytes that are none */
export function decodeLogsRequest(bytes: Buffer): OtlpLogsRequest {
  return readable(messages()["ExportLogsServiceRequest"]!.deserialize(bytes)) as OtlpLogsRequest;
}

/** Writes an `ExportLogsServiceResponse` or a `Status`. */
export function encodeOtlp(message: "ExportLogsServiceResponse" | "Status", value: object): Buffer {
  return messages()[message]!.serialize(value);
}

/** OTLP's JSON form: ids in hexadecimal, other bytes in Base64. */
function readable(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(readable);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => {
      if (!(member instanceof Uint8Array)) return [name, readable(member)];
      const encoding = name === "bytesValue" ? "base64" : "hex";
      return [name, Buffer.from(member).toString(encoding)];
    }),
  );
}
