import type { LogEntry } from "../log-entry.ts";
import {
  declaredName,
  type FieldType,
  LOG_ENTRY_FIELDS,
  looseName,
  type ScalarType,
  typeOf,
} from "./entry-schema.ts";
import { LoggingFilterSyntaxError } from "./syntax-error.ts";
import type { Path } from "./tree.ts";

/** Says whether a value passes. */
export type ValueTest = (type: ScalarType, value: unknown) => boolean;

/** Something that has values in an entry: a field, or a function of one. */
export interface Field {
  /** Whether some value passes; of an array each element counts, and a declared field that is absent has its default. */
  some(entry: LogEntry, test: ValueTest): boolean;
  /** Whether the entry has it explicitly. */
  exists(entry: LogEntry): boolean;
}

/** Reads values of an entry: false when nothing is there. */
type Reader = (value: unknown, test: ValueTest) => boolean | undefined;

/**
 * Finds the field of a path. Payload members and labels that an entry lacks have no value; declared fields that it
 * lacks have their default.
 *
 * @throws LoggingFilterSyntaxError when no log entry can have such a field
 * @see https://cloud.google.com/logging/docs/view/logging-query-language#missing_fields
 */
export function fieldOf({ components, position }: Path): Field {
  const { keys, type, rest } = declaredPart(components, position);
  const read = rest.length > 0 ? memberReader(rest, type.kind === "any") : valueReader(type);
  const fallback = rest.length === 0 && type.kind === "scalar" ? type : undefined;
  return {
    some(entry, test) {
      const found = read(descend(entry, keys), test);
      return found ?? (fallback ? test(fallback.type, fallback.default) : false);
    },
    exists: (entry) => read(descend(entry, keys), () => true) === true,
  };
}

function declaredPart(
  components: readonly string[],
  position: number,
): { keys: string[]; type: FieldType; rest: readonly string[] } {
  let type: FieldType = { kind: "message", fields: LOG_ENTRY_FIELDS };
  const keys: string[] = [];
  for (const [index, component] of components.entries()) {
    if (component === "")
      throw new LoggingFilterSyntaxError(`The field "${components.join(".")}" has an empty part`, position);
    if (type.kind === "list") type = type.element;
    if (type.kind === "map" || type.kind === "struct" || type.kind === "any")
      return { keys, type, rest: components.slice(index) };
    const name: string | undefined =
      type.kind === "message" ? declaredName(type.fields, component) : undefined;
    if (type.kind !== "message" || name === undefined)
      throw new LoggingFilterSyntaxError(
        `A log entry has no field "${components.slice(0, index + 1).join(".")}"`,
        position,
      );
    keys.push(name);
    type = type.fields[name]!;
  }
  return { keys, type, rest: [] };
}

function descend(entry: LogEntry, keys: readonly string[]): unknown {
  let value: unknown = entry;
  for (let at = 0; at < keys.length && value !== undefined && value !== null; at++) {
    const key = keys[at]!;
    value = Array.isArray(value)
      ? value.map((element) => (element as Record<string, unknown>)?.[key])
      : (value as Record<string, unknown>)[key];
  }
  return value ?? undefined;
}

function valueReader(type: FieldType): Reader {
  const scalar = type.kind === "scalar" ? type.type : "object";
  return (value, test) => {
    if (value === undefined) return undefined;
    return Array.isArray(value)
      ? value.some((element) => element !== undefined && test(scalar, element))
      : test(scalar, value);
  };
}

function memberReader(path: readonly string[], loose: boolean): Reader {
  return (value, test) => someMember(value, path, 0, loose, test) || undefined;
}

function someMember(
  value: unknown,
  path: readonly string[],
  at: number,
  loose: boolean,
  test: ValueTest,
): boolean {
  if (Array.isArray(value)) return value.some((element) => someMember(element, path, at, loose, test));
  if (at === path.length) return value !== undefined && test(typeOf(value), value);
  if (typeof value !== "object" || value === null) return false;
  const key = loose ? looseKey(value, path[at]!) : path[at]!;
  return Object.hasOwn(value, key) && someMember((value as never)[key], path, at + 1, loose, test);
}

function looseKey(value: object, name: string): string {
  if (Object.hasOwn(value, name)) return name;
  const wanted = looseName(name);
  return Object.keys(value).find((key) => looseName(key) === wanted) ?? name;
}
