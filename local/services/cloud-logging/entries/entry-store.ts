import type { LogEntry } from "cumulog/semantics";
import { parentOf } from "cumulog/semantics";
import type { Journal, Storage } from "#kernel/storage/storage.ts";
import { comparePlaces, type Place, type StoredEntry, storedEntry } from "./stored-entry.ts";

const JOURNAL = "cloud-logging-entries";

/** An entry and the buckets, by their full names, that store it. */
export interface BucketedEntry {
  readonly entry: LogEntry;
  readonly buckets: readonly string[];
}

interface Row {
  readonly bucket: string;
  readonly entries: readonly LogEntry[];
}

/**
 * The entries of all buckets, sorted by time. Entries with equal project, time and insert id are one, which several
 * buckets may store; on disk each bucket has its own copy, so that each keeps it as long as it says.
 */
export class EntryStore {
  readonly #journal: Journal<Row>;
  readonly #maxEntries: number;
  /** Milliseconds that a bucket keeps an entry. */
  readonly #retentionOf: (bucket: string) => number;
  #sorted: StoredEntry[] = [];
  readonly #byIdentity = new Map<string, StoredEntry>();
  /** Lists of buckets by what they hold: most entries share one. */
  readonly #lists = new Map<string, readonly string[]>();
  #sequence = 0;
  /** Nothing goes before this time. */
  #nextExpiry = 0;

  constructor(storage: Storage, maxEntries: number, retentionOf: (bucket: string) => number) {
    this.#journal = storage.journal(JOURNAL);
    this.#maxEntries = maxEntries;
    this.#retentionOf = retentionOf;
    for (const { row } of this.#journal.rows())
      for (const entry of row.entries) this.#insert(entry, [row.bucket]);
  }

  get size(): number {
    return this.#sorted.length;
  }

  /** Adds entries and returns those that a bucket did not have, with the buckets that did not. */
  add(entries: readonly BucketedEntry[]): readonly BucketedEntry[] {
    const added: BucketedEntry[] = [];
    const rows = new Map<string, { bucket: string; logName: string; entries: LogEntry[] }>();
    for (const { entry, buckets } of entries) {
      const fresh = this.#insert(entry, buckets);
      if (fresh.length > 0) added.push({ entry, buckets: fresh });
      for (const bucket of fresh) {
        const owner = ownerOf(bucket, entry.logName!);
        const row = rows.get(owner) ?? { bucket, logName: entry.logName!, entries: [] };
        rows.set(owner, row);
        row.entries.push(entry);
      }
    }
    for (const [owner, { bucket, entries: ofBucket }] of rows) {
      const newest = Math.max(...ofBucket.map(({ timestamp }) => Date.parse(timestamp!)));
      this.#journal.append({ bucket, entries: ofBucket }, owner, newest);
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

  /** Names of the logs that have such entries, sorted. */
  logNames(selects: (stored: StoredEntry) => boolean): readonly string[] {
    const names = new Set<string>();
    for (const stored of this.#sorted)
      if (!names.has(stored.entry.logName!) && selects(stored)) names.add(stored.entry.logName!);
    return [...names].sort();
  }

  /** Removes a log from a bucket and tells whether it had entries there. */
  deleteLog(logName: string, bucket: string): boolean {
    const found = this.#takeOut((stored) => (stored.entry.logName === logName ? [bucket] : []));
    if (found) this.#journal.deleteOwner(ownerOf(bucket, logName));
    return found;
  }

  /** Removes all that a bucket stores. */
  deleteBucket(bucket: string): void {
    const logNames = this.logNames(({ buckets }) => buckets.includes(bucket));
    this.#takeOut(() => [bucket]);
    for (const logName of logNames) this.#journal.deleteOwner(ownerOf(bucket, logName));
  }

  /** Removes what is older than its buckets keep it. */
  expire(now: number): void {
    if (now < this.#nextExpiry) return;
    const owners = new Map<string, number>();
    this.#takeOut(({ time, buckets, entry }) =>
      buckets.filter((bucket) => {
        const oldest = now - this.#retentionOf(bucket);
        if (time.seconds * 1000 + time.nanos / 1e6 >= oldest) return false;
        owners.set(ownerOf(bucket, entry.logName!), oldest);
        return true;
      }),
    );
    for (const [owner, oldest] of owners) this.#journal.deleteOlder(owner, oldest);
    this.#nextExpiry = this.#sorted.reduce(
      (next, stored) => Math.min(next, this.#expiryOf(stored)),
      Number.POSITIVE_INFINITY,
    );
  }

  /** To be called when a bucket's retention has changed. */
  retentionChanged(): void {
    this.#nextExpiry = 0;
  }

  /** The buckets that did not have the entry. */
  #insert(entry: LogEntry, buckets: readonly string[]): readonly string[] {
    if (buckets.length === 0) return [];
    const identity = identityOf(entry);
    const present = this.#byIdentity.get(identity);
    if (present) {
      const fresh = buckets.filter((bucket) => !present.buckets.includes(bucket));
      if (fresh.length > 0) present.buckets = this.#shared([...present.buckets, ...fresh]);
      return fresh;
    }
    const stored = storedEntry(entry, this.#sequence++, this.#shared(buckets));
    this.#byIdentity.set(identity, stored);
    this.#nextExpiry = Math.min(this.#nextExpiry, this.#expiryOf(stored));
    const last = this.#sorted.at(-1);
    if (!last || comparePlaces(last, stored) <= 0) this.#sorted.push(stored);
    else this.#sorted.splice(this.#firstAtOrAfter(stored), 0, stored);
    return buckets;
  }

  #shared(buckets: readonly string[]): readonly string[] {
    const key = buckets.join(" ");
    const present = this.#lists.get(key);
    if (present) return present;
    this.#lists.set(key, buckets);
    return buckets;
  }

  #expiryOf({ time, buckets }: StoredEntry): number {
    return time.seconds * 1000 + Math.min(...buckets.map((bucket) => this.#retentionOf(bucket)));
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
    const surplus = this.#sorted.splice(0, this.#sorted.length - this.#maxEntries);
    const oldest = this.#sorted[0]!.time.seconds * 1000;
    const owners = new Set<string>();
    for (const { entry, buckets } of surplus) {
      this.#byIdentity.delete(identityOf(entry));
      for (const bucket of buckets) owners.add(ownerOf(bucket, entry.logName!));
    }
    for (const owner of owners) this.#journal.deleteOlder(owner, oldest);
  }

  /** Takes entries out of buckets, and away when no bucket has them. @returns whether there were any */
  #takeOut(from: (stored: StoredEntry) => readonly string[]): boolean {
    let found = false;
    this.#sorted = this.#sorted.filter((stored) => {
      const out = from(stored);
      const left = stored.buckets.filter((bucket) => !out.includes(bucket));
      if (left.length === stored.buckets.length) return true;
      found = true;
      if (left.length === 0) this.#byIdentity.delete(identityOf(stored.entry));
      else stored.buckets = this.#shared(left);
      return left.length > 0;
    });
    return found;
  }
}

function ownerOf(bucket: string, logName: string): string {
  return `${bucket} ${logName}`;
}

/** @see https://cloud.google.com/logging/docs/reference/v2/rest/v2/LogEntry on `insertId` */
function identityOf(entry: LogEntry): string {
  return JSON.stringify([parentOf(entry), entry.timestamp, entry.insertId]);
}
