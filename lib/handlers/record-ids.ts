import { randomBytes } from "node:crypto";

/** Ids that are unique in this process and beside it, and sort by the order of the records. */
export function recordIds(): () => string {
  const prefix = randomBytes(9).toString("base64url");
  let count = 0;
  return () => `${prefix}${(count++).toString(36).padStart(8, "0")}`;
}
