import { type CompiledPattern, compilePattern, PatternSyntaxError } from "cumulog/semantics/pattern";

/** A filter pattern as somebody types it: ready to match, or what is wrong with it and where. */
export type TypedPattern =
  | { readonly pattern: CompiledPattern; readonly problem?: never }
  | { readonly pattern?: never; readonly problem: string; readonly offset: number };

export function readPattern(text: string): TypedPattern {
  try {
    return { pattern: compilePattern(text) };
  } catch (error) {
    if (error instanceof PatternSyntaxError) return { problem: error.message, offset: error.offset };
    throw error;
  }
}

/** What kind of pattern was understood. */
export function describePattern({ kind, fields }: CompiledPattern): string {
  switch (kind) {
    case "all":
      return "Every event";
    case "terms":
      return "Terms in the message";
    case "json":
      return `JSON fields ${fields.join(", ")}`;
    case "space":
      return `Space-delimited fields ${fields.join(", ")}`;
  }
}

/**
 * A JSON pattern that asks for the value of a member, and for what `pattern` asks if that is of JSON too.
 *
 * @returns undefined when no pattern says that
 */
export function narrowedPattern(
  pattern: string,
  path: readonly string[],
  value: string | number | boolean | null,
): string | undefined {
  const selector = `$${path.map((name) => (/^\w+$/.test(name) ? `.${name}` : `['${name}']`)).join("")}`;
  const condition =
    value === null
      ? `${selector} IS NULL`
      : typeof value === "boolean"
        ? `${selector} IS ${value ? "TRUE" : "FALSE"}`
        : `${selector} = ${typeof value === "string" ? JSON.stringify(value) : value}`;
  const before = readPattern(pattern).pattern;
  const inside = before?.kind === "json" ? pattern.trim().slice(1, -1).trim() : undefined;
  const narrowed = inside === undefined ? `{ ${condition} }` : `{ (${inside}) && (${condition}) }`;
  return readPattern(narrowed).pattern === undefined ? undefined : narrowed;
}
