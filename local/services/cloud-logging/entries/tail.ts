import { compareNanotimes, type LogEntry, parseTimestamp } from "cumulog/semantics";
import type { Timer } from "#kernel/clock.ts";
import type { Cloud } from "#kernel/cloud.ts";
import type { CloudEvents } from "#kernel/cloud-events.ts";
import type { BucketedEntry } from "./entry-store.ts";
import type { Selection } from "./selection.ts";

/**
 * Delivers entries as they are written, sorted within the buffer window.
 *
 * @param bufferWindow how long entries are held back to be sorted, in milliseconds of cloud time
 * @returns what stops it
 */
export function tailEntries(
  cloud: Cloud,
  selects: Selection,
  bufferWindow: number,
  deliver: (entries: readonly LogEntry[]) => void,
): () => void {
  let held: LogEntry[] = [];
  let timer: Timer | undefined;
  const flush = () => {
    timer = undefined;
    const entries = held.sort(byTime);
    held = [];
    deliver(entries);
  };
  const take = ({ entries, buckets }: CloudEvents["google-entries"][0]) => {
    for (const [index, entry] of (entries as readonly LogEntry[]).entries()) {
      const stored: BucketedEntry = { entry, buckets: buckets[index]! };
      if (selects(stored)) held.push(entry);
    }
    if (held.length === 0) return;
    if (bufferWindow === 0) flush();
    else timer ??= cloud.clock.after(bufferWindow, flush);
  };
  cloud.events.on("google-entries", take);
  return () => {
    cloud.events.off("google-entries", take);
    timer?.cancel();
  };
}

function byTime(a: LogEntry, b: LogEntry): number {
  return compareNanotimes(parseTimestamp(a.timestamp!)!, parseTimestamp(b.timestamp!)!);
}
