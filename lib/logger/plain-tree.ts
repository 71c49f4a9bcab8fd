import { serializeValue } from "./serialize.ts";

/** Nesting down to which plain data is looked for; deeper data goes through its text. */
const MAXIMUM_DEPTH = 16;

/** A value as plain data: itself when it is nothing else, else what would be written of it, read back. */
export function plainTree(value: object): object {
  try {
    if (isPlain(value, 0)) return value;
  } catch {
    // A getter that throws, a proxy: their text has neither.
  }
  return JSON.parse(serializeValue(value) ?? "{}") as object;
}

function isPlain(value: unknown, depth: number): boolean {
  if (typeof value === "number") return Number.isFinite(value);
  if (typeof value !== "object")
    return typeof value === "string" || typeof value === "boolean" || value === undefined;
  if (value === null) return true;
  if (depth >= MAXIMUM_DEPTH) return false;
  if (Array.isArray(value)) return value.every((member) => isPlain(member, depth + 1));
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return false;
  if (typeof (value as { toJSON?: unknown }).toJSON === "function") return false;
  for (const key in value) if (!isPlain((value as Record<string, unknown>)[key], depth + 1)) return false;
  return true;
}
