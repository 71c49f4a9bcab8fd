import {
  formatProtoDuration,
  formatTimestamp,
  instant,
  type Nanotime,
  parseProtoDuration,
  parseTimestamp,
} from "cumulog/semantics";
import type { FieldType, KnownType, MessageType, ValueType } from "../../kernel/google/proto/proto-types.ts";

/** Messages as protobufjs decodes them: 64-bit integers and enums as text, absent fields left out. */
type Message = Record<string, unknown>;

/** How protocol buffers hold a point in time or a length of time. */
interface Parts {
  readonly seconds?: number | string;
  readonly nanos?: number;
}

/** Bytes of a message of a type, or undefined when the type is not known. */
export type PackAny = (typeName: string, value: object) => Uint8Array | undefined;

/** The API's JSON form of a decoded message. */
export function jsonFromMessage(type: MessageType, message: Message): object {
  return through(type, message, fromProto);
}

/** The message as protobufjs encodes it, from the API's JSON form. */
export function messageFromJson(type: MessageType, json: object, pack: PackAny): Message {
  const convert = (valueType: ValueType, value: unknown): unknown => toProto(valueType, value, pack, convert);
  return through(type, json as Message, convert);
}

type Convert = (type: ValueType, value: unknown) => unknown;

function through(type: MessageType, message: Message, convert: Convert): Message {
  const result: Message = {};
  for (const [name, value] of Object.entries(message)) {
    const field = type.fields.get(name);
    if (field && value !== undefined && value !== null) result[name] = ofField(field, value, convert);
  }
  return result;
}

function ofField({ type, repeated, map }: FieldType, value: unknown, convert: Convert): unknown {
  if (isPlain(type)) return value;
  if (repeated) return (value as readonly unknown[]).map((element) => convert(type, element));
  if (!map) return convert(type, value);
  return Object.fromEntries(
    Object.entries(value as object).map(([key, element]) => [key, convert(type, element)]),
  );
}

/** Whether a value is the same in both forms. */
function isPlain(type: ValueType): boolean {
  return type.kind === "enum" || (type.kind === "scalar" && !type.wrapped && type.scalar !== "bytes");
}

function fromProto(type: ValueType, value: unknown): unknown {
  if (type.kind === "message") return jsonFromMessage(type.message, value as Message);
  if (type.kind === "scalar") {
    const inner = type.wrapped ? ((value as Message)["value"] ?? defaultOf(type.scalar)) : value;
    return type.scalar === "bytes" ? Buffer.from(inner as Uint8Array).toString("base64") : inner;
  }
  return type.kind === "known" ? knownFromProto(type.known, value as Message) : value;
}

function toProto(type: ValueType, value: unknown, pack: PackAny, convert: Convert): unknown {
  if (type.kind === "message") return through(type.message, value as Message, convert);
  if (type.kind === "scalar") {
    const inner = type.scalar === "bytes" ? Buffer.from(value as string, "base64") : value;
    return type.wrapped ? { value: inner } : inner;
  }
  return type.kind === "known" ? knownToProto(type.known, value, pack) : value;
}

function defaultOf(scalar: string): unknown {
  if (scalar === "string" || scalar === "bytes") return "";
  if (scalar === "bool") return false;
  return scalar.endsWith("64") ? "0" : 0;
}

function knownFromProto(known: KnownType, value: Message): unknown {
  switch (known) {
    case "timestamp":
      return timestampFromProto(value);
    case "duration":
      return durationFromProto(value);
    case "fieldMask":
      return value["paths"] ?? [];
    case "struct":
      return structFromProto(value);
    case "list":
      return listFromProto(value);
    case "any":
      return anyFromProto(value);
    default:
      return valueFromProto(value);
  }
}

function knownToProto(known: KnownType, value: unknown, pack: PackAny): unknown {
  switch (known) {
    case "timestamp":
      return parseTimestamp(value as string);
    case "duration":
      return durationToProto(value as string);
    case "fieldMask":
      return { paths: value };
    case "struct":
      return structToProto(value as Message);
    case "list":
      return { values: (value as readonly unknown[]).map(valueToProto) };
    case "any":
      return anyToProto(value as Message, pack);
    default:
      return valueToProto(value);
  }
}

/** What is no time that can be written stays a text that the check of the request refuses. */
function timestampFromProto({ seconds = 0, nanos = 0 }: Parts): string {
  const time = instant(Number(seconds), nanos);
  return time ? formatTimestamp(time) : `${seconds}s`;
}

/** A Duration's two parts have the same sign; ours count forwards. */
function durationFromProto({ seconds = 0, nanos = 0 }: Parts): string {
  const borrows = nanos < 0;
  return formatProtoDuration({
    seconds: Number(seconds) - (borrows ? 1 : 0),
    nanos: nanos + (borrows ? 1e9 : 0),
  });
}

function durationToProto(text: string): Nanotime | undefined {
  const duration = parseProtoDuration(text);
  const borrows = duration && duration.seconds < 0 && duration.nanos > 0;
  return borrows ? { seconds: duration.seconds + 1, nanos: duration.nanos - 1e9 } : duration;
}

function structFromProto({ fields = {} }: Message): Message {
  return Object.fromEntries(
    Object.entries(fields as Record<string, Message>).map(([name, value]) => [name, valueFromProto(value)]),
  );
}

function listFromProto({ values = [] }: { values?: readonly Message[] }): readonly unknown[] {
  return values.map(valueFromProto);
}

function valueFromProto(value: Message): unknown {
  if (value["structValue"] !== undefined) return structFromProto(value["structValue"] as Message);
  if (value["listValue"] !== undefined) return listFromProto(value["listValue"] as Message);
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

/** The types inside are not looked into, so their bytes are kept as they came. */
function anyFromProto({ type_url: url = "", value }: Message): Message {
  return { "@type": url, value: Buffer.from((value as Uint8Array | undefined) ?? []).toString("base64") };
}

function anyToProto({ "@type": url, ...content }: Message, pack: PackAny): Message {
  const packed = pack(String(url).slice(String(url).lastIndexOf("/") + 1), content);
  const { value } = content;
  return { type_url: url, value: packed ?? Buffer.from(typeof value === "string" ? value : "", "base64") };
}
