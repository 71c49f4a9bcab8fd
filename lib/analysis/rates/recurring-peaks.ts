const WINDOW = 300_000;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const MAX_PEAKS = 64;
/** By how much a peak may exceed the earlier ones and still be one of them. */
const HEIGHT = 1.6;

/** What makes a peak a habit: so many earlier ones at the same phase of a period, within so much time. */
const HABITS = [
  { period: HOUR, needed: 3, within: 6 * HOUR },
  { period: DAY, needed: 2, within: 4 * DAY },
  { period: 7 * DAY, needed: 2, within: 22 * DAY },
] as const;

/** Peaks as they are stored: time and height, one after the other. */
export type StoredPeaks = readonly number[];

/** Remembers peaks, and knows those that come every hour, day or week: what jobs do at their times. */
export class RecurringPeaks {
  readonly #times: number[] = [];
  readonly #heights: number[] = [];

  /** Remembers a peak, and tells whether it is one that always comes at this time. */
  take(time: number, height: number): boolean {
    const isHabit = HABITS.some(({ period, needed, within }) => {
      let alike = 0;
      for (const [index, earlier] of this.#times.entries()) {
        const distance = time - earlier;
        if (distance < period / 2 || distance > within) continue;
        const phase = distance % period;
        const near = Math.min(phase, period - phase) <= WINDOW;
        if (near && height <= HEIGHT * this.#heights[index]!) alike++;
      }
      return alike >= needed;
    });
    this.#times.push(time);
    this.#heights.push(height);
    if (this.#times.length > MAX_PEAKS) {
      this.#times.shift();
      this.#heights.shift();
    }
    return isHabit;
  }

  store(): StoredPeaks {
    return this.#times.flatMap((time, index) => [time, this.#heights[index]!]);
  }

  static restore(stored: StoredPeaks): RecurringPeaks {
    const peaks = new RecurringPeaks();
    for (let index = 0; index + 1 < stored.length; index += 2) {
      peaks.#times.push(stored[index]!);
      peaks.#heights.push(stored[index + 1]!);
    }
    return peaks;
  }
}
