import { parseTimestamp } from "cumulog/semantics";
import { durationFromProto, durationToProto, type Parts, timestampFromProto } from "./entry-proto.ts";
import { camelCase } from "./json-request.ts";
import type { JsonShape } from "./json-shapes.ts";

/** The JSON form of a message that protobufjs has decoded: times, lengths of time and field masks as text. */
export function jsonFromProto(shape: JsonShape, value: unknown): unknown {
  if (shape === "timestamp") return timestampFromProto(value as Parts);
  if (shape === "duration") return durationFromProto(value as Parts);
  if (shape === "fieldMask") return ((value as { paths?: string[] }).paths ?? []).map(camelCase);
  return through(shape, value, jsonFromProto);
}

/** The message as protobufjs encodes it. */
export function protoFromJson(shape: JsonShape, value: unknown): unknown {
  if (shape === "timestamp") return parseTimestamp(value as string);
  if (shape === "duration") return durationToProto(value as string);
  return through(shape, value, protoFromJson);
}

function through(shape: JsonShape, value: unknown, convert: typeof jsonFromProto): unknown {
  if (typeof shape === "string" || "enum" in shape) return value;
  if ("list" in shape) return (value as unknown[]).map((element) => convert(shape.list, element));
  const shapeOf = "map" in shape ? () => shape.map : (name: string) => shape.fields[name] ?? "string";
  return Object.fromEntries(
    Object.entries(value as object).map(([name, member]) => [name, convert(shapeOf(name), member)]),
  );
}
