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
