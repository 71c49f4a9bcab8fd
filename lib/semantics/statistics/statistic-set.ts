/** Values kept apart before neighbours are merged; bounds the memory of one period. */
const MAX_DISTINCT_VALUES = 1000;

/** A value and how often it occurred. */
export interface WeightedValue {
  readonly value: number;
  readonly count: number;
}

/** A published set of which the single values are unknown. */
export interface PublishedStatistics {
  readonly sampleCount: number;
  readonly sum: number;
  readonly minimum: number;
  readonly maximum: number;
}

/**
 * What is known about the samples of one period: exact count, sum, minimum and maximum, and the distribution as counts
 * by value. Sets merge in any order. Beyond a thousand different values close ones are merged, so percentiles become
 * approximate; sets published without their values have no distribution at all.
 */
export class StatisticSet {
  #sampleCount = 0;
  #sum = 0;
  #minimum = Number.POSITIVE_INFINITY;
  #maximum = Number.NEGATIVE_INFINITY;
  #counts: Map<number, number> | undefined = new Map();

  static of(values: Iterable<number>): StatisticSet {
    const set = new StatisticSet();
    for (const value of values) set.add(value);
    return set;
  }

  get sampleCount(): number {
    return this.#sampleCount;
  }

  get sum(): number {
    return this.#sum;
  }

  get minimum(): number {
    return this.#minimum;
  }

  get maximum(): number {
    return this.#maximum;
  }

  add(value: number, count = 1): void {
    if (!(count > 0)) return;
    this.#sampleCount += count;
    this.#sum += value * count;
    this.#minimum = Math.min(this.#minimum, value);
    this.#maximum = Math.max(this.#maximum, value);
    this.#count(value, count);
  }

  /** Adds a set of which only the summary is known. Without the values percentiles stay unknown, unless all were equal. */
  addPublished(set: PublishedStatistics): void {
    if (!(set.sampleCount > 0)) return;
    this.#sampleCount += set.sampleCount;
    this.#sum += set.sum;
    this.#minimum = Math.min(this.#minimum, set.minimum);
    this.#maximum = Math.max(this.#maximum, set.maximum);
    if (set.minimum === set.maximum) this.#count(set.minimum, set.sampleCount);
    else if (set.sampleCount === 2) {
      this.#count(set.minimum, 1);
      this.#count(set.maximum, 1);
    } else this.#counts = undefined;
  }

  merge(other: StatisticSet): void {
    if (other.#sampleCount === 0) return;
    this.#sampleCount += other.#sampleCount;
    this.#sum += other.#sum;
    this.#minimum = Math.min(this.#minimum, other.#minimum);
    this.#maximum = Math.max(this.#maximum, other.#maximum);
    if (other.#counts === undefined) this.#counts = undefined;
    else for (const [value, count] of other.#counts) this.#count(value, count);
  }

  /** The values in ascending order, or undefined when only summaries were published. */
  distribution(): WeightedValue[] | undefined {
    if (this.#counts === undefined) return undefined;
    return [...this.#counts]
      .map(([value, count]) => ({ value, count }))
      .sort((one, other) => one.value - other.value);
  }

  #count(value: number, count: number): void {
    if (this.#counts === undefined) return;
    this.#counts.set(value, (this.#counts.get(value) ?? 0) + count);
    if (this.#counts.size > MAX_DISTINCT_VALUES) this.#thinOut();
  }

  /** Halves the number of values by merging neighbours into the value that occurred more often; ends stay. */
  #thinOut(): void {
    const values = this.distribution() ?? [];
    const merged = new Map<number, number>();
    const keep = ({ value, count }: WeightedValue) => merged.set(value, (merged.get(value) ?? 0) + count);
    keep(values[0]!);
    for (let index = 1; index < values.length - 1; index += 2) {
      const one = values[index]!;
      const next = index + 1 < values.length - 1 ? values[index + 1]! : { value: one.value, count: 0 };
      keep({ value: one.count >= next.count ? one.value : next.value, count: one.count + next.count });
    }
    keep(values.at(-1)!);
    this.#counts = merged;
  }
}
