import { createRequire } from "node:module";

/**
 * Half a sentence that says why a file cannot be read. What knows it is loaded when it is asked: the start of a cloud does
 * not wait for it.
 */
export function whyUnreadable(cause: unknown): string {
  const { reasonOf } = createRequire(import.meta.url)(
    "cumulog/analysis",
  ) as typeof import("cumulog/analysis");
  return reasonOf(cause);
}
