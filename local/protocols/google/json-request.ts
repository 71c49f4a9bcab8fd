import { formatProtoDuration, parseProtoDuration, parseTimestamp } from "cumulog/semantics";
import { GoogleError } from "../../services/cloud-logging/google-error.ts";
import type { JsonShape } from "./json-shapes.ts";

/** JSON of protocol buffers nests no deeper. */
const DEEPEST_NESTING = 100;
const RFC_3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[-+]\d\d:\d\d)$/;
const DURATION = /^-?\d{1,12}(?:\.\d{1,9})?s$/;

/**
 * Checks JSON against a shape and brings it into one form: names in camel case, 64-bit integers as text. Members that
 * are null count as absent.
 *
 * @throws GoogleError INVALID_ARGUMENT naming the member
 */
export function readJson(shape: JsonShape, value: unknown, path = ""): unknown {
  if (typeof shape === "string") return readScalar(shape, value, path);
  if ("enum" in shape) return readEnum(shape.enum, value, path, shape.type);
  if ("list" in shape) {
    if (!Array.isArray(value)) throw refused(path, "a list", value);
    return value.map((element, index) => readJson(shape.list, element, `${path}[${index}]`));
  }
  if (!isObject(value)) throw refused(path, "an object", value);
  if ("map" in shape)
    return Object.fromEntries(
      Object.entries(value).map(([key, member]) => [key, readJson(shape.map, member, `${path}.${key}`)]),
    );
  return readFields(shape.fields, value, path);
}

function readFields(
  fields: Readonly<Record<string, JsonShape>>,
  value: Readonly<Record<string, unknown>>,
  path: string,
): Record<string, unknown> {
  const read: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(value)) {
    const field = Object.hasOwn(fields, name) ? name : camelCase(name);
    if (!Object.hasOwn(fields, field))
      throw new GoogleError(
        "INVALID_ARGUMENT",
        `Invalid JSON payload received. Unknown name "${name}"${path ? ` at '${path}'` : ""}: Cannot find field.`,
        { field: path },
      );
    if (member !== null) read[field] = readJson(fields[field]!, member, path ? `${path}.${field}` : field);
  }
  return read;
}

/** A field's name in JSON from its name in protocol buffers. */
export function camelCase(name: string): string {
  return name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

function readScalar(type: string & JsonShape, value: unknown, path: string): unknown {
  switch (type) {
    case "string":
      if (typeof value === "string") return value;
      break;
    case "bool":
      if (typeof value === "boolean") return value;
      if (typeof value === "string" && /^(?:true|false)$/i.test(value)) return /^true$/i.test(value);
      break;
    case "int32":
    case "int64":
      if (isInteger(value, type === "int32" ? 32 : 64))
        return type === "int32" ? Number(value) : String(value);
      break;
    case "double":
      if (typeof value === "number") return value;
      if (typeof value === "string" && value.trim() !== "" && Number.isFinite(Number(value)))
        return Number(value);
      break;
    case "timestamp":
      if (typeof value === "string" && RFC_3339.test(value) && parseTimestamp(value)) return value;
      break;
    case "duration": {
      const duration =
        typeof value === "string" && DURATION.test(value) ? parseProtoDuration(value) : undefined;
      if (duration) return formatProtoDuration(duration);
      break;
    }
    case "fieldMask":
      if (typeof value === "string")
        return value
          .split(",")
          .map((name) => name.trim())
          .filter(Boolean);
      break;
    case "any":
    case "struct":
      if (!isObject(value) || (type === "any" && !isTypeUrl(value["@type"]))) break;
      checkNesting(value, path);
      return value;
  }
  throw refused(path, DESCRIPTIONS[type] ?? type, value);
}

const DESCRIPTIONS: Readonly<Record<string, string>> = {
  string: "TYPE_STRING",
  bool: "TYPE_BOOL",
  int32: "TYPE_INT32",
  int64: "TYPE_INT64",
  timestamp: "type.googleapis.com/google.protobuf.Timestamp",
  double: "TYPE_DOUBLE",
  duration: "type.googleapis.com/google.protobuf.Duration",
  fieldMask: "type.googleapis.com/google.protobuf.FieldMask",
  struct: "type.googleapis.com/google.protobuf.Struct",
  any: "type.googleapis.com/google.protobuf.Any with its @type",
};

/**
 * Names, in any letter case, and numbers, which may be texts.
 *
 * @see https://protobuf.dev/programming-guides/json/
 */
function readEnum(
  values: Readonly<Record<string, number>>,
  value: unknown,
  path: string,
  type: string,
): string {
  if (typeof value === "string") {
    if (Object.hasOwn(values, value)) return value;
    const normalized = value.toUpperCase().replaceAll("-", "_");
    if (Object.hasOwn(values, normalized)) return normalized;
  }
  const number = isInteger(value, 32) ? Number(value) : undefined;
  const name = Object.keys(values).find((candidate) => values[candidate] === number);
  if (name !== undefined) return name;
  throw refused(path, type, value);
}

function isInteger(value: unknown, bits: 32 | 64): boolean {
  const whole = Number.isSafeInteger(value) || (typeof value === "string" && /^-?\d{1,19}$/.test(value));
  if (!whole) return false;
  const integer = BigInt(value as string | number);
  return BigInt.asIntN(bits, integer) === integer;
}

/** For example `type.googleapis.com/google.cloud.audit.AuditLog`. */
function isTypeUrl(value: unknown): boolean {
  return typeof value === "string" && /^[^/]*\/.*\w$/.test(value);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function checkNesting(root: object, path: string): void {
  let level: unknown[] = [root];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > DEEPEST_NESTING)
      throw new GoogleError("INVALID_ARGUMENT", `'${path}' nests more than ${DEEPEST_NESTING} levels deep.`);
    level = level.flatMap((value) =>
      Object.values(value as object).filter((member) => typeof member === "object" && member !== null),
    );
  }
}

function refused(path: string, expected: string, value: unknown): GoogleError {
  const found = typeof value === "object" ? "" : `, ${JSON.stringify(value)}`;
  return new GoogleError(
    "INVALID_ARGUMENT",
    `Invalid value at '${path || "request"}' (${expected})${found}`.slice(0, 500),
    { field: path },
  );
}
