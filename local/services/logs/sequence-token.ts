import type { LogStream } from "./log-group.ts";

/** Sequence tokens are answered for older clients and ignored when they come back. */
export function sequenceTokenOf({ uploads, creationTime }: LogStream): string {
  return `49${String(BigInt(creationTime) * 1_000_000_000n + BigInt(uploads)).padStart(54, "0")}`;
}
