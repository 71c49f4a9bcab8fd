import type { LogEntry } from "cumulog/semantics";
import type { Journal, Storage } from "../../kernel/storage/storage.ts";
import { comparePlaces, type Place, type StoredEntry, storedEntry } from "./stored-entry.ts";

const JOURNAL = "google-entries";

/** The entries of all logs, sorted by time. Entries with equal project, time and insert id are one. */
export class EntryStore {
  readonly #journal: Journal<readonly LogEntry[]>;
  readonly #maxEntries: number;
  #sorted: StoredEntry[] = [];
  readonly #identities = new Set<string>();
  #sequence = 0;

  constructor(storage: Storage, maxEntries: number) {
    this.#journal = storage.journal(JOURNAL);
    this.#maxEntries = maxEntries;
    for (const { row } of this.#journal.rows()) for (const entry of row) this.#insert(entry);
  }

  get size(): number {
    return this.#sorted.length;
  }

  /** Adds entries and returns those that are new. */
  add(entries: readonly LogEntry[]): readonly LogEntry[] {
    const added = entries.filter((entry) => this.#insert(entry));
    for (const [logName, ofLog] of Map.groupBy(added, ({ logName }) => logName!)) {
      const newest = Math.max(...ofLog.map(({ timestamp }) => Date.parse(timestamp!)));
      this.#journal.append(ofLog, logName, newest);
    }
    this.#forgetOldest();
    return added;
  }

  /** The entries beyond a place, or all, in the order asked for. */
  *from(place: Place | undefined, descending: boolean): Generator<StoredEntry> {
    if (descending) {
      const start = place ? this.#firstAtOrAfter(place) : this.#sorted.length;
      for (let index = start - 1; index >= 0; index--) yield this.#sorted[index]!;
    } else {
      let start = place ? this.#firstAtOrAfter(place) : 0;
      while (place && this.#sorted[start] && comparePlaces(this.#sorted[start]!, place) === 0) start++;
      for (let index = start; index < this.#sorted.length; index++) yield this.#sorted[index]!;
    }
  }

  /** Names of the logs that have entries, sorted. */
  logNames(): readonly string[] {
    return [...new Set(this.#sorted.map(({ entry }) => entry.logName!))].sort();
  }

  /** Removes a log and tells whether it had entries. */
  deleteLog(logName: string): boolean {
    const removed = this.#keep(({ entry }) => entry.logName !== logName);
    if (removed > 0) this.#journal.deleteOwner(logName);
    return removed > 0;
  }

  /** Removes what is older than a time in milliseconds. */
  deleteOlder(time: number): void {
    if (this.#sorted.length === 0 || this.#sorted[0]!.time.seconds * 1000 >= time) return;
    for (const logName of this.logNames()) this.#journal.deleteOlder(logName, time);
    this.#keep(({ time: { seconds, nanos } }) => seconds * 1000 + nanos / 1e6 >= time);
  }

  #insert(entry: LogEntry): boolean {
    const identity = identityOf(entry);
    if (this.#identities.has(identity)) return false;
    this.#identities.add(identity);
    const stored = storedEntry(entry, this.#sequence++);
    const last = this.#sorted.at(-1);
    if (!last || comparePlaces(last, stored) <= 0) this.#sorted.push(stored);
    else this.#sorted.splice(this.#firstAtOrAfter(stored), 0, stored);
    return true;
  }

  #firstAtOrAfter(place: Place): number {
    let [low, high] = [0, this.#sorted.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (comparePlaces(this.#sorted[middle]!, place) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #forgetOldest(): void {
    if (this.#sorted.length <= this.#maxEntries * 1.1) return;
    const oldest = this.#sorted[this.#sorted.length - this.#maxEntries]!;
    this.deleteOlder(oldest.time.seconds * 1000 + oldest.time.nanos / 1e6);
    const surplus = this.#sorted.splice(0, Math.max(0, this.#sorted.length - this.#maxEntries));
    for (const { entry } of surplus) this.#identities.delete(identityOf(entry));
  }

  #keep(wanted: (stored: StoredEntry) => boolean): number {
    const before = this.#sorted.length;
    this.#sorted = this.#sorted.filter((stored) => {
      const keeps = wanted(stored);
      if (!keeps) this.#identities.delete(identityOf(stored.entry));
      return keeps;
    });
    return before - this.#sorted.length;
  }
}

/** @see https://cloud.google.com/logging/docs/reference/v2/rest/v2/LogEntry on `insertId` */
function identityOf({ logName, timestamp, insertId }: LogEntry): string {
  const parent = logName!.slice(0, logName!.indexOf("/logs/"));
  return JSON.stringify([parent, timestamp, insertId]);
}
