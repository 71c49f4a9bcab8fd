/** Blocks that count; with half-day blocks, three weeks. */
const MAX_BLOCKS = 42;
/** Blocks needed before a value can be judged. */
const MIN_BLOCKS = 3;
/** What two ordinary blocks differ by at least, as a logarithm, so that a quiet start does not make everything rare. */
const MIN_SPREAD = 0.32;

/**
 * How rare a statistic's value is beside the largest ones of earlier blocks of time. It compares logarithms of maxima, so
 * it needs no unit, a series that always had wild peaks needs wilder ones, and one odd block does not hide the next.
 */
export class BlockMaxima {
  readonly #maxima: number[] = [];
  #centre = 0;
  #spread = 1;
  #maximum = 0;

  /** Deviations by which the value exceeds what blocks usually reach; 0 while too few are known. */
  rarity(value: number, floor: number): number {
    if (this.#maxima.length < MIN_BLOCKS || value <= floor) return 0;
    return (Math.log(value) - Math.max(this.#centre, Math.log(floor))) / this.#spread;
  }

  /** Counts a value in the block that is open. */
  take(value: number): void {
    if (value > this.#maximum) this.#maximum = value;
  }

  /**
   * Ends the block.
   * @param floor Values below are all alike.
   */
  close(floor: number): void {
    this.#maxima.push(this.#maximum);
    if (this.#maxima.length > MAX_BLOCKS) this.#maxima.shift();
    this.#maximum = 0;
    const logs = ascending(this.#maxima.map((maximum) => Math.log(Math.max(maximum, floor))));
    this.#centre = quantile(logs, 0.5);
    // The upper half tells how far ordinary blocks reach; few blocks know less, and are trusted less.
    const upper = quantile(logs, 0.85) - this.#centre;
    const deviation = quantile(ascending(logs.map((log) => Math.abs(log - this.#centre))), 0.5);
    this.#spread = Math.max(upper, 1.4826 * deviation, MIN_SPREAD) * (1 + 2 / logs.length);
  }
}

const ascending = (values: number[]): number[] => values.sort((one, other) => one - other);

/** The quantile of numbers that are in ascending order. */
export function quantile(sorted: readonly number[], share: number): number {
  const place = (sorted.length - 1) * share;
  const below = sorted[Math.floor(place)]!;
  const above = sorted[Math.ceil(place)]!;
  return below + (above - below) * (place - Math.floor(place));
}
