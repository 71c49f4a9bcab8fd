import { createHash } from "node:crypto";

/** What tells one state of a resource from another in a generated logical id. */
export function digestOf(value: unknown): string {
  return createHash("sha256").update(JSON.stringify(value)).digest("hex").slice(0, 10);
}
