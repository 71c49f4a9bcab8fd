import { AnomalyKind, type Judgement, scoreOf } from "./judgement.ts";

/** Two hours beside the same hours of the week before. */
const HALF_LIFE = 12;
const FOLLOW = 1 - 0.5 ** (1 / HALF_LIFE);
const RATIO = 1.5;
const WINDOWS = 9;
const MIN_MEAN = 4;
/** Below this ratio a drift that was told is over. */
const OVER = 1.2;

/** Whether counts rise slowly against the week before. */
export class DriftWatch {
  /** Means of the last hours, and of the same hours of the week before. */
  #now = 0;
  #before = 0;
  #windows = 0;
  /** What a drift must exceed to be told again. */
  #ratio = 1;
  #mutedUntil = 0;

  /** Takes a count beside that of the week before. */
  track(count: number, before: number): void {
    if (this.#now === 0 && this.#before === 0) {
      this.#now = before;
      this.#before = before;
    }
    this.#now += FOLLOW * (count - this.#now);
    this.#before += FOLLOW * (before - this.#before);
  }

  /** How many times what was there a week before is there now. */
  get risen(): number {
    return this.#before > 0 ? this.#now / this.#before : 1;
  }

  /** Tells nothing until a time: what is known to have changed is no drift. */
  mute(until: number): void {
    this.#mutedUntil = Math.max(this.#mutedUntil, until);
  }

  /**
   * @param time start of the window, epoch milliseconds
   * @param known whether there is a week to compare with, and drift is to be told
   */
  judge(
    time: number,
    { known, caution, dispersion }: { known: boolean; caution: number; dispersion: number },
  ): Judgement | undefined {
    if (!known || time < this.#mutedUntil) {
      this.#windows = 0;
      return undefined;
    }
    const scatter = 3 * caution * Math.sqrt((dispersion * (this.#before + 0.5)) / HALF_LIFE);
    const more =
      this.#now >= RATIO * this.#ratio * this.#before &&
      this.#now - this.#before > scatter &&
      this.#now >= MIN_MEAN;
    if (!more) {
      this.#windows = 0;
      if (this.#now < OVER * this.#before) this.#ratio = 1;
      return undefined;
    }
    if (++this.#windows < WINDOWS) return undefined;
    this.#ratio = this.#now / this.#before;
    this.#windows = 0;
    const expected = { low: this.#before / RATIO, middle: this.#before, high: this.#before * RATIO };
    const score = scoreOf((this.#now - this.#before) / (scatter / 3), 3);
    return { kind: AnomalyKind.drift, seen: this.#now, expected, score };
  }

  /** Its numbers, as they are stored. */
  store(): DriftNumbers {
    return [this.#now, this.#before, this.#windows, this.#mutedUntil, this.#ratio];
  }

  static restore([now, before, windows, mutedUntil, ratio]: DriftNumbers): DriftWatch {
    const watch = new DriftWatch();
    watch.#now = now;
    watch.#before = before;
    watch.#windows = windows;
    watch.#mutedUntil = mutedUntil;
    watch.#ratio = ratio;
    return watch;
  }
}

type DriftNumbers = readonly [
  now: number,
  before: number,
  windows: number,
  mutedUntil: number,
  ratio: number,
];
