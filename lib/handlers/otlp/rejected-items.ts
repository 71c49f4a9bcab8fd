import type { Exceptions } from "../../delivery/backend.ts";
import type { Item } from "../../delivery/item.ts";
import { LOG_EVENT_MAX_AGE_MS, LOG_EVENT_MAX_FUTURE_MS } from "../../semantics/limits.ts";
import type { PartialSuccess } from "./otlp-answer.ts";

/** Counts of CloudWatch's answer, and their reasons in the account. */
const REASONS = [
  ["tooOldLogEventCount", "too-old"],
  ["tooNewLogEventCount", "too-new"],
  ["expiredLogEventCount", "expired"],
] as const;

/**
 * The items that a partial success rejects. It tells how many they are, and CloudWatch for which reasons, but not which: items whose
 * time is too old or too new are taken for those, then the oldest.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_HTTP_Endpoints_OTLP.html
 */
export function rejectedItems(partial: PartialSuccess, batch: readonly Item[], now: number): Exceptions {
  const indices = [...batch.keys()].sort((one, other) => batch[one]!.timestamp - batch[other]!.timestamp);
  const exceptions = new Map<number, { readonly kind: "reject"; readonly reason: string }>();
  const reject = (index: number | undefined, reason: string): void => {
    if (index !== undefined) exceptions.set(index, { kind: "reject", reason });
  };
  let left = Math.min(partial.rejected, batch.length);
  const counts = countsOf(partial.message);
  for (const [name, reason] of REASONS)
    for (let count = counts[name] ?? 0; count > 0 && left > 0; count--, left--)
      reject(name === "tooNewLogEventCount" ? indices.pop() : indices.shift(), reason);
  for (; left > 0; left--) reject(untimely(indices, batch, now) ?? indices.shift(), "partial-success");
  return exceptions;
}

/** Takes the newest index out when its time lies too far ahead; the oldest are first in turn anyway. */
function untimely(indices: number[], batch: readonly Item[], now: number): number | undefined {
  const oldest = batch[indices[0] ?? -1]?.timestamp ?? now;
  if (oldest < now - LOG_EVENT_MAX_AGE_MS) return indices.shift();
  const newest = batch[indices.at(-1) ?? -1]?.timestamp ?? now;
  return newest > now + LOG_EVENT_MAX_FUTURE_MS ? indices.pop() : undefined;
}

function countsOf(message: string): Partial<Record<string, number>> {
  try {
    const counts: unknown = JSON.parse(message);
    return typeof counts === "object" && counts !== null ? (counts as Record<string, number>) : {};
  } catch {
    return {};
  }
}
