/** Distinct values that one bucket keeps exactly; beyond it, values are kept to within one per cent. */
const MOST_EXACT_VALUES = 512;
const BIN_LOGARITHM = Math.log(1.02);

/** Values in ascending order with how often each occurred. */
export interface Distribution {
  readonly values: readonly number[];
  readonly counts: readonly number[];
}

/** What is known without the single values, as `StatisticValues` of PutMetricData. */
export interface StatisticSummary {
  readonly sampleCount: number;
  readonly sum: number;
  readonly minimum: number;
  readonly maximum: number;
}

/**
 * Mergeable statistics of the values of one metric in one span of time. Memory is bounded whatever the number of
 * values: up to 512 distinct ones are kept exactly, more are rounded to bins two per cent wide.
 */
export class StatisticSet {
  sampleCount = 0;
  sum = 0;
  minimum = Number.POSITIVE_INFINITY;
  maximum = Number.NEGATIVE_INFINITY;
  /** Absent while all values are equal. */
  #values: Map<number, number> | undefined;
  #binned = false;
  #summarized = false;

  add(value: number, count = 1): void {
    if (this.sampleCount > 0 && !this.#values && value !== this.minimum) {
      this.#values = new Map([[this.minimum, this.sampleCount]]);
    }
    if (this.#values) this.#count(value, count);
    this.#widen(value, value, value * count, count);
  }

  /** Adds values known only by their summary; percentiles need them to be all equal. */
  addSummary({ sampleCount, sum, minimum, maximum }: StatisticSummary): void {
    if (minimum === maximum) this.add(minimum, sampleCount);
    else {
      this.#summarized = true;
      this.#widen(minimum, maximum, sum, sampleCount);
    }
  }

  merge(other: StatisticSet): void {
    if (other.sampleCount === 0) return;
    if (other.#summarized || this.#summarized) {
      this.#summarized = true;
      this.#widen(other.minimum, other.maximum, other.sum, other.sampleCount);
      return;
    }
    if (!other.#values) {
      this.add(other.minimum, other.sampleCount);
      return;
    }
    if (this.sampleCount > 0) this.#values ??= new Map([[this.minimum, this.sampleCount]]);
    else this.#values = new Map();
    for (const [value, count] of other.#values) this.#count(value, count);
    this.#widen(other.minimum, other.maximum, other.sum, other.sampleCount);
  }

  /** The values, or undefined when only a summary of them was published. */
  distribution(): Distribution | undefined {
    if (this.#summarized) return undefined;
    if (this.sampleCount === 0) return { values: [], counts: [] };
    if (!this.#values) return { values: [this.minimum], counts: [this.sampleCount] };
    const sorted = [...this.#values].sort(([left], [right]) => left - right);
    return { values: sorted.map(([value]) => value), counts: sorted.map(([, count]) => count) };
  }

  toJSON(): readonly unknown[] {
    const { values, counts } = this.distribution() ?? { values: null, counts: null };
    return [this.sampleCount, this.sum, this.minimum, this.maximum, values, counts];
  }

  static fromJSON([sampleCount, sum, minimum, maximum, values, counts]: readonly unknown[]): StatisticSet {
    const set = new StatisticSet();
    if (!Array.isArray(values) || !Array.isArray(counts)) {
      set.#summarized = true;
    } else if (values.length > 1) {
      set.#values = new Map(values.map((value: number, index) => [value, counts[index] as number]));
    }
    set.sampleCount = sampleCount as number;
    set.sum = sum as number;
    set.minimum = minimum as number;
    set.maximum = maximum as number;
    return set;
  }

  #widen(minimum: number, maximum: number, sum: number, count: number): void {
    this.sampleCount += count;
    this.sum += sum;
    if (minimum < this.minimum) this.minimum = minimum;
    if (maximum > this.maximum) this.maximum = maximum;
  }

  #count(value: number, count: number): void {
    const values = this.#values!;
    const key = this.#binned ? binOf(value) : value;
    values.set(key, (values.get(key) ?? 0) + count);
    if (values.size <= MOST_EXACT_VALUES || this.#binned) return;
    this.#binned = true;
    const bins = new Map<number, number>();
    for (const [exact, times] of values) {
      const bin = binOf(exact);
      bins.set(bin, (bins.get(bin) ?? 0) + times);
    }
    this.#values = bins;
  }
}

function binOf(value: number): number {
  if (value === 0) return 0;
  const bin = Math.exp(Math.round(Math.log(Math.abs(value)) / BIN_LOGARITHM) * BIN_LOGARITHM);
  return value < 0 ? -bin : bin;
}
