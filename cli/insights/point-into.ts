import type { QueryCompileError } from "cumulog/semantics";

/** The message with the query and carets under what is to blame. */
export function pointInto(
  query: string,
  { message, span }: Pick<QueryCompileError, "message" | "span">,
): string {
  const shown = query.replaceAll(/[\u0000-\u001f\u007f]/g, " ");
  const carets = "^".repeat(Math.max(1, span.end - span.start));
  return `${message}\n  ${shown}\n  ${" ".repeat(span.start)}${carets}`;
}
