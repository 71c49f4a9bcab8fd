import { BlockMaxima } from "./block-maxima.ts";
import { RecentValues } from "./recent-values.ts";
import { SeasonalProfile } from "./seasonal-profile.ts";

const DAY = 86_400_000;
const SHORT = 6;
const MIDDLE = 24;
const LONG = 120;
/** Values without which nothing is judged. */
const LEARNING = 40;
const MAX_BLOCK = 144;
/** Rarity that scores 0.5, and what separates hardly from surely. */
const MIDDLE_RARITY = 3.4;
const SLOPE = 0.9;
/** After a high score lower ones are held back for at least this many values: one fault is one alert. */
const HOLD = 48;

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
  #previousTime = 0;
  #interval = 0;
  #held = 0;
  #heldFor = 0;
  #seasonKnown = false;

  /**
   * @param time Epoch milliseconds, ascending.
   * @param value The value of that time.
   */
  observe(time: number, value: number): SeriesScore {
    if (!Number.isFinite(value)) return { score: 0, rawScore: 0, expected: this.#level, learning: true };
    this.#learnInterval(time);
    const season = this.#season.expected(time);
    const expected = season ?? this.#level;
    this.#recent.push(value);
    if (season !== undefined) this.#seasonal.push(value - season);
    this.#count++;
    this.#measure(value);
    const floor = Math.max(this.#scale * 0.5, Math.abs(this.#level) * 1e-3, 1e-12);
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
    if (this.#count > 0) {
      const step = time - this.#previousTime;
      if (step > 0)
        this.#interval = this.#interval === 0 ? step : this.#interval + 0.1 * (step - this.#interval);
    }
    this.#previousTime = time;
    if (this.#count === 20) {
      const perDay = this.#interval > 0 ? DAY / this.#interval : MAX_BLOCK;
      this.#blockSize = Math.max(12, Math.min(MAX_BLOCK, Math.round(perDay / 2)));
      this.#season.divide(perDay);
    }
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
    const spread = Math.log(
      (recent.deviation(0, MIDDLE) + 1e-9) / (recent.deviation(MIDDLE, LONG - MIDDLE) + 1e-9),
    );
    set(8, spread);
  }

  #floorOf(index: number, floor: number): number {
    return index >= 8 ? 1 : floor;
  }

  #learn(time: number, value: number, floor: number): void {
    for (const [index, maxima] of this.#maxima.entries()) maxima.take(this.#statistics[index]!);
    this.#sinceBlock++;
    if (this.#blockSize > 0 && this.#sinceBlock >= this.#blockSize) {
      for (const [index, maxima] of this.#maxima.entries())
        if (this.#seasonKnown || (index !== 4 && index !== 5)) maxima.close(this.#floorOf(index, floor));
      this.#sinceBlock = 0;
    }
    const weight = Math.max(1 / this.#count, 1 / 600);
    const deviation = Math.abs(value - this.#level);
    this.#scale +=
      weight * (Math.min(deviation, this.#count < 30 ? deviation : 4 * this.#scale + 1e-12) - this.#scale);
    this.#level +=
      weight * Math.max(-4 * this.#scale - 1e-12, Math.min(4 * this.#scale + 1e-12, value - this.#level));
    if (this.#count === 1) this.#level = value;
    this.#season.learn(time, value);
  }

  #hold(rawScore: number): number {
    if (this.#heldFor > 0) {
      this.#heldFor--;
      if (rawScore <= this.#held + 0.5 * (1 - this.#held)) return rawScore * 0.3;
    }
    if (rawScore > 0.3) {
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
