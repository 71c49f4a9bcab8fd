/** One thing that happened, with its place in the order of all. */
export interface JournalEntry {
  readonly sequence: number;
  readonly type: string;
  readonly payload: unknown;
}

/** What is told to a reader that was away: how many entries it has missed for good. */
export interface JournalPart {
  readonly entries: readonly JournalEntry[];
  readonly missed: number;
}

/**
 * The newest entries in order, bounded by their weight: a batch of log events weighs as many as it holds. Readers keep
 * their own place, so that a slow one costs nothing.
 */
export class EventJournal {
  readonly #capacity: number;
  #entries: { entry: JournalEntry; weight: number }[] = [];
  #first = 0;
  #weight = 0;
  #sequence = 0;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** Sequence of the newest entry, 0 if there is none. */
  get newest(): number {
    return this.#sequence;
  }

  add(type: string, payload: unknown, weight = 1): void {
    this.#sequence += 1;
    this.#entries.push({ entry: { sequence: this.#sequence, type, payload }, weight });
    this.#weight += weight;
    while (this.#weight > this.#capacity && this.#entries.length - this.#first > 1) {
      this.#weight -= this.#entries[this.#first]!.weight;
      this.#first += 1;
    }
    if (this.#first > 1_024 && this.#first * 2 > this.#entries.length) {
      this.#entries = this.#entries.slice(this.#first);
      this.#first = 0;
    }
  }

  /** At most `count` entries behind a place. */
  after(sequence: number, count: number): JournalPart {
    const oldest = this.#entries[this.#first]?.entry.sequence ?? this.#sequence + 1;
    const missed = Math.max(0, oldest - sequence - 1);
    const start = this.#first + Math.max(0, sequence + 1 - oldest);
    const entries = this.#entries.slice(start, start + count).map(({ entry }) => entry);
    return { entries, missed };
  }
}
