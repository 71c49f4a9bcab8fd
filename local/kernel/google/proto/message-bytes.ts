import { type Nanotime, parseProtoDuration, parseTimestamp } from "cumulog/semantics";
import type { FieldType, MessageType, ValueType } from "./proto-types.ts";

/**
 * Bytes of a message in the API's JSON form as a protocol buffer, by which the services limit it; as JSON it may be
 * several times as long.
 *
 * @see https://protobuf.dev/programming-guides/encoding/
 */
export function messageBytes(message: MessageType, value: object): number {
  let bytes = 0;
  for (const [name, member] of Object.entries(value)) {
    const field = message.fields.get(name);
    if (field && member !== undefined && member !== null) bytes += fieldBytes(field, member, message);
  }
  return bytes;
}

function fieldBytes(
  { name, number, type, repeated, map }: FieldType,
  value: unknown,
  message: MessageType,
): number {
  const tag = number < 16 ? 1 : 2;
  if (repeated) {
    let bytes = 0;
    for (const element of value as readonly unknown[]) bytes += tag + valueBytes(type, element);
    return bytes;
  }
  if (map) {
    let bytes = 0;
    for (const [key, element] of Object.entries(value as object))
      bytes += tag + delimited(2 + delimited(Buffer.byteLength(key)) + valueBytes(type, element));
    return bytes;
  }
  // A default is not written, unless it says which member of a group is set.
  if (isDefault(type, value) && !Object.values(message.oneofs).some((group) => group.includes(name)))
    return 0;
  return tag + valueBytes(type, value);
}

function isDefault(type: ValueType, value: unknown): boolean {
  if (type.kind === "enum") return numberOf(type, value) === 0;
  if (type.kind !== "scalar" || type.wrapped) return false;
  if (type.scalar === "string" || type.scalar === "bytes") return value === "";
  return value === false || Number(value) === 0;
}

function valueBytes(type: ValueType, value: unknown): number {
  switch (type.kind) {
    case "message":
      return delimited(messageBytes(type.message, value as object));
    case "enum":
      return varint(BigInt(numberOf(type, value)));
    case "known":
      return delimited(knownBytes(type.known, value));
    default:
      return type.wrapped ? delimited(1 + scalarBytes(type.scalar, value)) : scalarBytes(type.scalar, value);
  }
}

function numberOf({ values }: ValueType & { kind: "enum" }, value: unknown): number {
  return typeof value === "string" && Object.hasOwn(values, value) ? values[value]! : Number(value) || 0;
}

function scalarBytes(scalar: string, value: unknown): number {
  if (scalar === "string") return delimited(Buffer.byteLength(value as string));
  if (scalar === "bytes") return delimited(Buffer.byteLength(value as string, "base64"));
  if (scalar === "bool") return 1;
  if (scalar === "double" || scalar.endsWith("fixed64")) return 8;
  if (scalar === "float" || scalar.endsWith("fixed32")) return 4;
  return varint(BigInt(value as number | string));
}

function knownBytes(known: (ValueType & { kind: "known" })["known"], value: unknown): number {
  switch (known) {
    case "timestamp":
      return partBytes(parseTimestamp(value as string));
    case "duration":
      return partBytes(alike(parseProtoDuration(value as string)));
    case "fieldMask":
      return (value as readonly string[]).reduce(
        (sum, path) => sum + 1 + delimited(Buffer.byteLength(path)),
        0,
      );
    case "struct":
      return structBytes(value as object);
    case "any":
      return anyBytes(value as Readonly<Record<string, unknown>>);
    case "list":
      return listBytes(value as readonly unknown[]);
    default:
      return jsonBytes(value);
  }
}

function structBytes(struct: object): number {
  let bytes = 0;
  for (const [key, value] of Object.entries(struct))
    bytes += 1 + delimited(2 + delimited(Buffer.byteLength(key)) + delimited(jsonBytes(value)));
  return bytes;
}

function listBytes(list: readonly unknown[]): number {
  return list.reduce<number>((sum, element) => sum + 1 + delimited(jsonBytes(element)), 0);
}

function jsonBytes(value: unknown): number {
  if (typeof value === "string") return 1 + delimited(Buffer.byteLength(value));
  if (typeof value === "number") return 9;
  if (typeof value !== "object" || value === null) return 2;
  return 1 + delimited(Array.isArray(value) ? listBytes(value) : structBytes(value));
}

/** Of a payload whose type is not known here only the bytes that came with it are known. */
function anyBytes({ "@type": type, value }: Readonly<Record<string, unknown>>): number {
  const bytes = typeof value === "string" ? Buffer.byteLength(value, "base64") : 0;
  const url = typeof type === "string" && type !== "" ? 1 + delimited(Buffer.byteLength(type)) : 0;
  return url + (bytes === 0 ? 0 : 1 + delimited(bytes));
}

function partBytes(time: Nanotime | undefined): number {
  if (!time) return 0;
  const part = (value: number) => (value === 0 ? 0 : 1 + varint(BigInt(value)));
  return part(time.seconds) + part(time.nanos);
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
