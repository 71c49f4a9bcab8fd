import { RE2JS } from "re2js";
import { QueryCompileError, type Span } from "./syntax/query-compile-error.ts";

/**
 * A pattern between slashes, in an engine whose time is linear in the text.
 *
 * @throws QueryCompileError
 */
export function compileRegex(pattern: string, span: Span): RE2JS {
  try {
    return RE2JS.compile(pattern);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new QueryCompileError(`invalid regular expression: ${reason}`, span);
  }
}
