import type { Path } from "../syntax/tree.ts";

/** A map or a list, as `jsonParse` gives it. Functions of texts, numbers and times take it as missing. */
export class Structure {
  readonly content: object;

  constructor(content: object) {
    this.content = content;
  }

  toString(): string {
    return JSON.stringify(this.content);
  }
}

/** The member that a path leads to; undefined when there is none. */
export function reach(content: unknown, path: Path): unknown {
  let at = content;
  for (const part of path) {
    if (typeof at !== "object" || at === null) return undefined;
    const key = Array.isArray(at) && typeof part === "string" && /^\d+$/.test(part) ? Number(part) : part;
    if (!Object.hasOwn(at, key)) return undefined;
    at = (at as Record<string | number, unknown>)[key];
  }
  return at;
}
