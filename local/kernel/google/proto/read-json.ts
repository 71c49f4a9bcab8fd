import { formatProtoDuration, parseProtoDuration, parseTimestamp } from "cumulog/semantics";
import { GoogleError } from "../google-error.ts";
import type { FieldType, MessageType, ValueType } from "./proto-types.ts";

/** JSON of protocol buffers nests no deeper. */
const DEEPEST_NESTING = 100;
const RFC_3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[-+]\d\d:\d\d)$/;
const DURATION = /^-?\d{1,12}(?:\.\d{1,9})?s$/;

/**
 * Checks a request in JSON against its message and brings it into one form: names in camel case, 64-bit integers as
 * text. Members that are null count as absent, as do those that only the service tells.
 *
 * @throws GoogleError INVALID_ARGUMENT naming the member
 * @see https://protobuf.dev/programming-guides/json/
 */
export function readRequest(message: MessageType, value: object): object {
  const request = readMessage(message, value, "");
  for (const { name, type, required, repeated } of message.fields.values())
    if (required && !repeated && type.kind !== "enum" && isMissing(type, request[name]))
      throw new GoogleError("INVALID_ARGUMENT", `The request has no ${name}, which is required.`, {
        field: name,
      });
  return request;
}

/** Protocol buffers do not tell an empty text from one that is not there. */
function isMissing(type: ValueType, value: unknown): boolean {
  return value === undefined || value === "" || (isMask(type) && (value as readonly string[]).length === 0);
}

function isMask(type: ValueType): boolean {
  return type.kind === "known" && type.known === "fieldMask";
}

function readMessage(message: MessageType, value: unknown, path: string): Record<string, unknown> {
  if (!isObject(value)) throw refused(path, "an object", value);
  const read: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(value)) {
    const field = message.fields.get(name) ?? message.fields.get(camelCase(name));
    if (!field)
      throw new GoogleError(
        "INVALID_ARGUMENT",
        `Invalid JSON payload received. Unknown name "${name.slice(0, 200)}"${path ? ` at '${path}'` : ""}: Cannot find field.`,
        { field: path },
      );
    if (member !== null && member !== undefined && !field.outputOnly)
      read[field.name] = readField(field, member, path ? `${path}.${field.name}` : field.name);
  }
  for (const [group, members] of Object.entries(message.oneofs)) {
    const set = members.filter((name) => read[name] !== undefined);
    if (set.length > 1)
      throw new GoogleError(
        "INVALID_ARGUMENT",
        `'${path || "request"}' has one ${group}; this has ${set.join(" and ")}.`,
        { field: path },
      );
  }
  return read;
}

function readField({ type, repeated, map }: FieldType, value: unknown, path: string): unknown {
  if (repeated) {
    if (!Array.isArray(value)) throw refused(path, "a list", value);
    return value.map((element, index) => readValue(type, element, `${path}[${index}]`));
  }
  if (!map) return readValue(type, value, path);
  if (!isObject(value)) throw refused(path, "an object", value);
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key, readValue(type, member, `${path}.${key}`)]),
  );
}

function readValue(type: ValueType, value: unknown, path: string): unknown {
  if (type.kind === "message") return readMessage(type.message, value, path);
  if (type.kind === "enum") return readEnum(type.values, value, path, `type.googleapis.com/${type.name}`);
  return type.kind === "known" ? readKnown(type, value, path) : readScalar(type.scalar, value, path);
}

/** A field's name in JSON from its name in protocol buffers. */
export function camelCase(name: string): string {
  return name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

function readScalar(type: string, value: unknown, path: string): unknown {
  switch (type) {
    case "string":
      if (typeof value === "string") return value;
      break;
    case "bytes":
      if (typeof value === "string" && /^[\w+/-]*={0,2}$/.test(value)) return value;
      break;
    case "bool":
      if (typeof value === "boolean") return value;
      if (typeof value === "string" && /^(?:true|false)$/i.test(value)) return /^true$/i.test(value);
      break;
    case "double":
    case "float":
      if (typeof value === "number") return value;
      if (typeof value === "string" && value.trim() !== "" && Number.isFinite(Number(value)))
        return Number(value);
      break;
    default: {
      const bits = type.endsWith("32") ? 32 : 64;
      if (isInteger(value, bits, /^u|^fixed/.test(type))) return bits === 32 ? Number(value) : String(value);
    }
  }
  throw refused(path, `TYPE_${type.toUpperCase()}`, value);
}

function readKnown({ known, name }: ValueType & { kind: "known" }, value: unknown, path: string): unknown {
  switch (known) {
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
      if (typeof value === "string") return maskOf(value.split(","));
      if (Array.isArray(value) && value.every((one) => typeof one === "string")) return maskOf(value);
      break;
    case "list":
      if (!Array.isArray(value)) break;
      checkNesting(value, path);
      return value;
    case "value":
      checkNesting([value], path);
      return value;
    default:
      if (!isObject(value) || (known === "any" && !isTypeUrl(value["@type"]))) break;
      checkNesting(value, path);
      return value;
  }
  throw refused(path, `type.googleapis.com/${name}${known === "any" ? " with its @type" : ""}`, value);
}

/** Names may be those of protocol buffers too. */
function maskOf(names: readonly string[]): readonly string[] {
  return names.map((name) => camelCase(name.trim())).filter(Boolean);
}

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
  const number = isInteger(value, 32, false) ? Number(value) : undefined;
  const name = Object.keys(values).find((candidate) => values[candidate] === number);
  if (name !== undefined) return name;
  throw refused(path, type, value);
}

function isInteger(value: unknown, bits: 32 | 64, unsigned: boolean): boolean {
  const whole = Number.isSafeInteger(value) || (typeof value === "string" && /^-?\d{1,20}$/.test(value));
  if (!whole) return false;
  const integer = BigInt(value as string | number);
  return (unsigned ? BigInt.asUintN(bits, integer) : BigInt.asIntN(bits, integer)) === integer;
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
