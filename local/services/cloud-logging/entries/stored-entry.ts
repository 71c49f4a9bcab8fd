import type { LogEntry } from "cumulog/semantics";
import { compareNanotimes, type Nanotime, parseTimestamp } from "cumulog/semantics";

/** An entry as it was accepted, with what it is sorted by. */
export interface StoredEntry {
  /** In the API's JSON form; log name, timestamp and insert id are there. */
  readonly entry: LogEntry;
  readonly time: Nanotime;
  readonly insertId: string;
  /** Grows with each entry stored; breaks ties. */
  readonly sequence: number;
  /** Full names of the buckets that store it. */
  buckets: readonly string[];
}

export function storedEntry(entry: LogEntry, sequence: number, buckets: readonly string[]): StoredEntry {
  return { entry, time: parseTimestamp(entry.timestamp!)!, insertId: entry.insertId!, sequence, buckets };
}

/** Where an entry stands among others: by time, then insert id. */
export type Place = Pick<StoredEntry, "time" | "insertId" | "sequence">;

export function comparePlaces(a: Place, b: Place): number {
  const byTime = compareNanotimes(a.time, b.time);
  if (byTime !== 0) return byTime;
  if (a.insertId !== b.insertId) return a.insertId < b.insertId ? -1 : 1;
  return a.sequence - b.sequence;
}
