import { BlockMaxima } from "./block-maxima.ts";
import { RecentValues } from "./recent-values.ts";
import { SeasonalProfile } from "./seasonal-profile.ts";

const DAY = 86_400_000;
const SHORT = 6;
const MIDDLE = 24;
const LONG = 120;
/** Values without which nothing is judged. */
const LEARNING = 40;
/** So many first values are all believed. */
const FIRST_VALUES = 29;
/** How many times more than the first values scatter a series may scatter for all that is known. */
const UNKNOWN = 20;
const MIN_BLOCK = 24;
const MAX_BLOCK = 144;
/** A greater one is no measurement, and its square no number. */
const MAX_VALUE = 1e150;
/** Rarity that scores 0.5, and what separates hardly from surely. */
const MIDDLE_RARITY = 2.3;
const SLOPE = 0.9;
/** After a high score lower ones are held back for at least this many values: one fault is one alert. */
const HOLD = 48;
/** From this score on; and the part of what is left to 1 by which a later score must exceed it to be told at once. */
const HELD_FROM = 0.5;
const WORSE = 0.85;
/** Steps between values of which the middle one is taken as the interval. */
const FIRST_STEPS = 20;

/** What {@link SeriesScorer.observe} says of one value. */
export interface SeriesScore {
  /** From 0 (usual) to 1 (never seen anything like it). */
  readonly score: number;
  /** The same without holding back what follows a high score. */
  readonly rawScore: number;
  /** What was expected: the season's value where there is a season, else the recent level. */
  readonly expected: number;
  /** True while too little is known to judge. */
  readonly learning: boolean;
}

/**
 * Scores the values of any series as they come, without tuning: spikes, drops, shifts of the level, deviations from the
 * day's and week's shape, and stretches that are too flat or too wild. Each of these is one statistic, compared with the
 * largest ones of earlier half days.
 */
export class SeriesScorer {
  readonly #recent = new RecentValues(LONG + MIDDLE);
  readonly #seasonal = new RecentValues(MIDDLE);
  readonly #maxima = Array.from({ length: 10 }, () => new BlockMaxima());
  readonly #season = new SeasonalProfile();
  readonly #statistics = new Float64Array(10);
  #count = 0;
  #blockSize = 0;
  #sinceBlock = 0;
  #level = 0;
  #scale = 0;
  #first = 0;
  #previousTime = 0;
  readonly #steps: number[] = [];
  #held = 0;
  #heldFor = 0;
  #seasonKnown = false;

  /**
   * @param time Epoch milliseconds, ascending; in any steps, with gaps and doubles.
   * @param value The value of that time; what is no finite number is left out.
   */
  observe(time: number, value: number): SeriesScore {
    if (!(Math.abs(value) <= MAX_VALUE) || !Number.isFinite(time))
      return { score: 0, rawScore: 0, expected: this.#level, learning: true };
    this.#learnInterval(time);
    const season = this.#season.expected(time);
    const expected = season ?? this.#level;
    this.#recent.push(value);
    if (season !== undefined) this.#seasonal.push(value - season);
    this.#count++;
    this.#measure(value);
    const floor = this.#least();
    const learning = this.#count < LEARNING;
    let rarity = 0;
    if (!learning)
      for (const [index, maxima] of this.#maxima.entries())
        rarity = Math.max(rarity, maxima.rarity(this.#statistics[index]!, this.#floorOf(index, floor)));
    this.#learn(time, value, floor);
    const rawScore = learning ? 0 : 1 / (1 + Math.exp(-(rarity - MIDDLE_RARITY) / SLOPE));
    return { score: this.#hold(rawScore), rawScore, expected, learning };
  }

  #learnInterval(time: number): void {
    if (this.#count > 0 && time > this.#previousTime && this.#steps.length < FIRST_STEPS)
      this.#steps.push(time - this.#previousTime);
    this.#previousTime = time;
    if (this.#blockSize > 0 || this.#count < FIRST_STEPS) return;
    // The middle step is what a gap or a double value does not change.
    const interval = this.#steps.toSorted((one, other) => one - other)[this.#steps.length >> 1];
    const perDay = interval === undefined ? MAX_BLOCK : DAY / interval;
    this.#blockSize = Math.max(12, Math.min(MAX_BLOCK, Math.round(perDay / 2)));
    this.#season.divide(perDay);
  }

  /** Differences below are none: half of what is usual, a millionth of the level. */
  #least(): number {
    return Math.max(this.#scale * 0.5, Math.abs(this.#level) * 1e-6, Number.MIN_VALUE * 2 ** 60);
  }

  /** Statistics in pairs: upwards, downwards. */
  #measure(value: number): void {
    const recent = this.#recent;
    const set = (index: number, statistic: number) => {
      this.#statistics[index] = Math.max(0, statistic);
      this.#statistics[index + 1] = Math.max(0, -statistic);
    };
    set(0, value - this.#level);
    if (recent.length <= MIDDLE) return;
    set(2, value - recent.mean(1, SHORT));
    this.#seasonKnown = this.#seasonal.length >= SHORT;
    if (this.#seasonKnown) set(4, this.#seasonal.mean(0, SHORT));
    if (recent.length <= LONG) return;
    set(6, recent.mean(0, MIDDLE) - recent.mean(MIDDLE, LONG - MIDDLE));
    const least = 1e-3 * this.#least();
    const spread = Math.log(
      (recent.deviation(0, MIDDLE) + least) / (recent.deviation(MIDDLE, LONG - MIDDLE) + least),
    );
    set(8, spread);
  }

  #floorOf(index: number, floor: number): number {
    return index >= 8 ? 1 : floor;
  }

  #learn(time: number, value: number, floor: number): void {
    for (const [index, maxima] of this.#maxima.entries()) maxima.take(this.#statistics[index]!);
    this.#sinceBlock++;
    // The first blocks are shorter, so that a short series is judged too.
    const size = Math.min(this.#blockSize, Math.max(MIN_BLOCK, this.#count / 4));
    if (this.#blockSize > 0 && this.#sinceBlock >= size) {
      for (const [index, maxima] of this.#maxima.entries())
        if (this.#seasonKnown || (index !== 4 && index !== 5)) maxima.close(this.#floorOf(index, floor));
      this.#sinceBlock = 0;
    }
    const least = 1e-6 * floor;
    const weight = Math.max(1 / this.#count, 1 / 600);
    const deviation = Math.abs(value - this.#level);
    this.#scale +=
      weight *
      (Math.min(deviation, this.#count <= FIRST_VALUES ? deviation : 4 * this.#scale + least) - this.#scale);
    this.#level +=
      weight * Math.max(-4 * this.#scale - least, Math.min(4 * this.#scale + least, value - this.#level));
    if (this.#count === 1) {
      this.#level = value;
      this.#first = deviation;
    }
    if (this.#count === FIRST_VALUES) this.#forgetFirst();
    this.#season.learn(time, value);
  }

  /** The first value counts as a deviation, for caution's sake: of a huge level it would hide all that comes for a long time. */
  #forgetFirst(): void {
    const scatter = this.#scale - this.#first / FIRST_VALUES;
    if (scatter > 1e-12 * this.#first) this.#scale = Math.min(this.#scale, UNKNOWN * scatter);
  }

  #hold(rawScore: number): number {
    if (this.#heldFor > 0) {
      this.#heldFor--;
      if (rawScore <= this.#held + WORSE * (1 - this.#held)) return rawScore * 0.3;
    }
    if (rawScore >= HELD_FROM) {
      this.#held = rawScore;
      this.#heldFor = Math.max(HOLD, this.#blockSize);
    }
    return rawScore;
  }
}

/** The scores of a whole series, each made of what came before it alone. */
export function scoreSeries(series: Iterable<{ readonly time: number; readonly value: number }>): number[] {
  const scorer = new SeriesScorer();
  return Array.from(series, ({ time, value }) => scorer.observe(time, value).score);
}
