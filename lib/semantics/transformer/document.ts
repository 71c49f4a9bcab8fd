import type { JsonObject, Workpiece } from "./types.ts";

/** The source that means the message as it came. */
export const MESSAGE = "@message";

/** The names on the way to a field: `store.book` is `book` in `store`. */
export function pathOf(path: string): readonly string[] {
  return path.split(".");
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The value at a path; undefined where there is none. */
export function valueAt(document: JsonObject, path: readonly string[]): unknown {
  let value: unknown = document;
  for (const name of path) {
    if (!isObject(value) || !Object.hasOwn(value, name)) return undefined;
    value = value[name];
  }
  return value;
}

/** Sets a member, whatever its name: `__proto__` is a name like others. */
export function setMember(parent: JsonObject, name: string, value: unknown): void {
  if (name !== "__proto__") parent[name] = value;
  else Object.defineProperty(parent, name, { value, enumerable: true, configurable: true, writable: true });
}

/** The object at a path, which is made where nothing is; undefined where something else is. */
export function objectAt(document: JsonObject, path: readonly string[]): JsonObject | undefined {
  let parent = document;
  for (const name of path) {
    if (!Object.hasOwn(parent, name)) setMember(parent, name, {});
    const next = parent[name];
    if (!isObject(next)) return undefined;
    parent = next;
  }
  return parent;
}

/** Writes a value; one that is there stays unless `overwrite`. Whether it was written. */
export function setAt(
  document: JsonObject,
  path: readonly string[],
  value: unknown,
  overwrite: boolean,
): boolean {
  const name = path.at(-1)!;
  const parent = objectAt(document, path.slice(0, -1));
  if (parent === undefined || (Object.hasOwn(parent, name) && !overwrite)) return false;
  setMember(parent, name, value);
  return true;
}

export function deleteAt(document: JsonObject, path: readonly string[]): void {
  const parent = valueAt(document, path.slice(0, -1));
  if (isObject(parent)) delete parent[path.at(-1)!];
}

/** The text that a parser reads: the message, or a field. Undefined when there is no such text. */
export function textAt({ message, document }: Workpiece, source: string): string | undefined {
  const value = source === MESSAGE ? message : valueAt(document, pathOf(source));
  return typeof value === "string" ? value : undefined;
}

/** Puts fields under a destination, by default under the root. */
export function putFields(
  document: JsonObject,
  destination: string | undefined,
  fields: Iterable<readonly [string, unknown]>,
  overwrite = true,
): void {
  const parent = destination === undefined ? document : objectAt(document, pathOf(destination));
  if (parent === undefined) return;
  for (const [name, value] of fields)
    if (overwrite || !Object.hasOwn(parent, name)) setMember(parent, name, value);
}
