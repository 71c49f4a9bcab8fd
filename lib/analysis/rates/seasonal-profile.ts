const DAY = 86_400_000;
const WEEK = 7 * DAY;
/** Days or weeks of which one place of the profile must have seen as many before it is believed. */
const NEEDED = 2;
const WEIGHT = 0.3;
/** How much better the week must fit than the day to be preferred: it has seen each place less often. */
const WEEK_GAIN = 0.85;
const ERROR_WEIGHT = 0.01;
/** Deviations beyond which a value moves the profile no further. */
const CLIP = 4;
/** Share of what lies beyond that still counts, so that a lasting change is learned. */
const DRAG = 0.05;

/** What a series usually is at this time of the day, and, after two weeks, of the week. */
export class SeasonalProfile {
  readonly #day = new Cycle(DAY);
  readonly #week = new Cycle(WEEK);

  /** Says how many values a day has; less than four make no season. */
  divide(perDay: number): void {
    const slots = Math.min(288, Math.round(perDay));
    if (slots < 4) return;
    this.#day.divide(slots);
    this.#week.divide(7 * slots);
  }

  /** The usual value at a time, or undefined while it is not known. */
  expected(time: number): number | undefined {
    const day = this.#day.expected(time);
    const week = this.#week.expected(time);
    if (week === undefined || this.#week.error > WEEK_GAIN * this.#day.error) return day;
    return week;
  }

  learn(time: number, value: number): void {
    this.#day.learn(time, value);
    this.#week.learn(time, value);
  }
}

class Cycle {
  readonly #period: number;
  #means = new Float64Array(0);
  #counts = new Uint16Array(0);
  /** The usual distance between what was expected and what came. */
  error = 0;

  constructor(period: number) {
    this.#period = period;
  }

  divide(slots: number): void {
    this.#means = new Float64Array(slots);
    this.#counts = new Uint16Array(slots);
  }

  expected(time: number): number | undefined {
    const slot = this.#slot(time);
    return (this.#counts[slot] ?? 0) >= NEEDED ? this.#means[slot] : undefined;
  }

  learn(time: number, value: number): void {
    if (this.#means.length === 0) return;
    const slot = this.#slot(time);
    const count = Math.min(65_535, this.#counts[slot]! + 1);
    let step = value - this.#means[slot]!;
    if (count > NEEDED) {
      const distance = Math.abs(step);
      const limit = CLIP * this.error;
      // Even a series that never erred follows in the end: a hundredth of what was not expected always counts.
      if (distance > limit) step = Math.sign(step) * (limit + DRAG * (distance - limit));
      this.error += ERROR_WEIGHT * (Math.min(distance, 2 * limit + DRAG * distance) - this.error);
    }
    this.#counts[slot] = count;
    this.#means[slot]! += Math.max(1 / count, WEIGHT) * step;
  }

  #slot(time: number): number {
    const phase = (((time % this.#period) + this.#period) % this.#period) / this.#period;
    return Math.floor(phase * this.#means.length);
  }
}
