import { randomInt } from "node:crypto";
import type { MutationRecord } from "./kinds.ts";

/** Who the cloud says has changed something. */
const LOCAL_USER = "local@example.com";

/** A record of a change. @param time RFC 3339 */
export function mutationAt(time: string): MutationRecord {
  return { mutateTime: time, mutatedBy: LOCAL_USER };
}

/** An id as the service makes them: digits. */
export function generatedId(): string {
  return Array.from({ length: 3 }, () => randomInt(100_000, 999_999)).join("");
}
