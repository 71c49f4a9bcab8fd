import { errorMembers, errorWithJson, isError, isObject, thrownText } from "./error-members.ts";
import { jsonString } from "./json-string.ts";
import { readableForm } from "./readable-form.ts";

/** Nesting after which a value is cut; deeper data in a log line is an accident. */
const MAXIMUM_DEPTH = 64;
/** Members of one value after which it is cut, so that a socket in a field cannot write megabytes. */
const MAXIMUM_MEMBERS = 50_000;

const ancestors: object[] = [];
let members = 0;

/**
 * Any value as JSON text, or `undefined` for `undefined` and functions, which JSON leaves out. It equals
 * `JSON.stringify` for everything that JSON can hold. Beyond that a BigInt is written as its digits in a string; a
 * symbol, NaN, infinities, an invalid date, a regular expression and search parameters as their text; a Map as an object, a Set as
 * an array, an error by its members, headers, requests and responses by what identifies them, typed arrays by their numbers, bytes by
 * how many they are, streams by what they are; a cycle as `"[Circular]"`, and a getter or `toJSON` that throws as
 * `"[Throws: …]"`. Never throws.
 */
export function serializeValue(value: unknown): string | undefined {
  switch (typeof value) {
    case "string":
      return jsonString(value);
    case "number":
      return Number.isFinite(value) ? "" + value : '"' + value + '"';
    case "boolean":
      return value ? "true" : "false";
    case "object":
      return value === null ? "null" : serializeRoot(value);
    case "bigint":
      return '"' + value + '"';
    case "symbol":
      return jsonString(value.toString());
    default:
      return undefined;
  }
}

function serializeRoot(value: object): string | undefined {
  const outer = ancestors.length;
  if (outer === 0) members = 0;
  try {
    return serializeObject(value, "");
  } catch (cause) {
    return jsonString(`[Unserializable: ${thrownText(cause)}]`);
  } finally {
    ancestors.length = outer;
  }
}

function serializeMember(value: unknown, key: string): string | undefined {
  return isObject(value) ? serializeObject(value, key) : serializeValue(value);
}

function serializeObject(value: object, key: string): string | undefined {
  if (ancestors.includes(value)) return '"[Circular]"';
  if (ancestors.length >= MAXIMUM_DEPTH) return Array.isArray(value) ? '"[Array]"' : '"[Object]"';
  ancestors.push(value);
  try {
    if (Array.isArray(value)) return serializeArray(value);
    // A Buffer's own toJSON lists every byte.
    if (ArrayBuffer.isView(value)) return serializeForm(value);
    const toJson = (value as { toJSON?: unknown }).toJSON;
    if (typeof toJson === "function" && isError(value))
      return serializeMembers(errorWithJson(value, toJson as () => unknown));
    return typeof toJson === "function"
      ? serializeReplacement(toJson.call(value, key), value)
      : serializeKind(value);
  } catch (cause) {
    return jsonString(`[Throws: ${thrownText(cause)}]`);
  } finally {
    ancestors.pop();
  }
}

/** What `toJSON` returned; its own `toJSON` is not asked again, as in `JSON.stringify`. */
function serializeReplacement(replacement: unknown, original: object): string | undefined {
  if (replacement === null && original instanceof Date) return '"Invalid Date"';
  if (!isObject(replacement)) return serializeValue(replacement);
  if (replacement !== original && ancestors.includes(replacement)) return '"[Circular]"';
  return Array.isArray(replacement) ? serializeArray(replacement) : serializeKind(replacement);
}

function serializeKind(value: object): string | undefined {
  if (Object.getPrototypeOf(value) === Object.prototype) return serializeMembers(value);
  if (isError(value)) return serializeMembers(errorMembers(value));
  if (value instanceof Map) return serializeMembers(mapMembers(value));
  if (value instanceof Set) return serializeArray([...value]);
  if (
    value instanceof Number ||
    value instanceof String ||
    value instanceof Boolean ||
    value instanceof BigInt
  ) {
    return serializeValue(value.valueOf());
  }
  return serializeForm(value);
}

function serializeForm(value: object): string {
  const form = readableForm(value);
  if (typeof form === "string") return jsonString(form);
  return Array.isArray(form) ? serializeArray(form) : serializeMembers(form ?? value);
}

function mapMembers(map: ReadonlyMap<unknown, unknown>): Record<string, unknown> {
  const plain: Record<string, unknown> = Object.create(null);
  for (const [key, member] of map)
    plain[isObject(key) ? (serializeMember(key, "") ?? "") : String(key)] = member;
  return plain;
}

function serializeArray(array: readonly unknown[]): string {
  let text = "[";
  for (let index = 0; index < array.length; index += 1) {
    if (++members > MAXIMUM_MEMBERS) return text + (index === 0 ? "" : ",") + '"[Truncated]"]';
    const member =
      serializeGuarded(array as unknown as Record<string, unknown>, index as unknown as string) ?? "null";
    text += index === 0 ? member : "," + member;
  }
  return text + "]";
}

function serializeMembers(object: object): string {
  let text = "";
  for (const key of Object.keys(object)) {
    if (++members > MAXIMUM_MEMBERS) return "{" + text + (text === "" ? "" : ",") + '"[Truncated]":true}';
    const member = serializeGuarded(object as Record<string, unknown>, key);
    if (member !== undefined) text += (text === "" ? "" : ",") + jsonString(key) + ":" + member;
  }
  return "{" + text + "}";
}

function serializeGuarded(object: Record<string, unknown>, key: string): string | undefined {
  let member: unknown;
  try {
    member = object[key];
  } catch (cause) {
    return jsonString(`[Throws: ${thrownText(cause)}]`);
  }
  return serializeMember(member, String(key));
}
