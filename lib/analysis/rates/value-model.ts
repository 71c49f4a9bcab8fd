import { AnomalyKind, type ExpectedRange, type Judgement, scoreOf } from "./judgement.ts";

const ONE_WINDOW = 6.5;
const TWO_WINDOWS = 4.2;
const MIN_RATIO = 1.5;
/** Values a window needs to be judged. */
const MIN_VALUES = 5;
/** Windows before anything is judged. */
const LEARNING_WINDOWS = 36;
const FOLLOW = 1 - 0.5 ** (1 / 72);
const BASE_FOLLOW = 1 - 0.5 ** (1 / 864);
const SCATTER_WEIGHT = 0.01;
const MIN_SCATTER = 0.05;
const ACCEPT_WINDOWS = 12;
const DRIFT = Math.log(1.5);
const DRIFT_WINDOWS = 9;

/** Values of one window: how many, and the sum of their logarithms. */
export interface ValueSummary {
  readonly count: number;
  /** Sum of the natural logarithms of the values. */
  readonly logSum: number;
}

/**
 * What the values of each window (durations, sizes) usually are. It looks at their logarithms, so that one huge value does
 * not hide or make a change, and a ratio counts the same at every size.
 */
export class ValueModel {
  #windows = 0;
  #level = 0;
  #base = 0;
  /** Mean square by which windows of one value would scatter, and what stays however many there are. */
  #within = 0.25;
  #between = MIN_SCATTER ** 2;
  #previous = 0;
  #side = 0;
  #sideWindows = 0;
  #calm = 0;
  #driftWindows = 0;
  #drifted = 0;

  observe(window: ValueSummary, judged: boolean, caution = 1): Judgement | undefined {
    if (window.count < 1) return undefined;
    const mean = window.logSum / window.count;
    if (this.#windows === 0) {
      this.#level = mean;
      this.#base = mean;
    }
    const scatter = Math.sqrt(this.#between + this.#within / window.count);
    const deviations = (mean - this.#level) / scatter;
    let judgement: Judgement | undefined;
    if (judged && this.#windows >= LEARNING_WINDOWS && window.count >= MIN_VALUES)
      judgement = this.#judge(mean, scatter, deviations, caution) ?? this.#judgeDrift(scatter);
    this.#learn(mean, scatter, window.count);
    this.#previous = deviations;
    return judgement;
  }

  /** The usual range. */
  expected(): ExpectedRange {
    const scatter = 4 * Math.sqrt(this.#between + this.#within / 20);
    return range(this.#level, scatter);
  }

  #judge(mean: number, scatter: number, deviations: number, caution: number): Judgement | undefined {
    const far = Math.abs(mean - this.#level) >= Math.log(MIN_RATIO);
    const enough =
      Math.abs(deviations) >= ONE_WINDOW * caution ||
      (Math.abs(deviations) >= TWO_WINDOWS * caution &&
        Math.abs(this.#previous) >= TWO_WINDOWS * caution &&
        Math.sign(this.#previous) === Math.sign(deviations));
    if (!far || !enough) {
      if (this.#side !== 0 && Math.abs(deviations) < 3 && ++this.#calm >= 3) this.#side = 0;
      return undefined;
    }
    this.#calm = 0;
    const side = Math.sign(deviations);
    if (this.#side === side) return undefined;
    this.#side = side;
    this.#sideWindows = 0;
    return {
      kind: side > 0 ? AnomalyKind.slow : AnomalyKind.fast,
      seen: Math.exp(mean),
      expected: range(this.#level, 4 * scatter),
      score: scoreOf(Math.abs(deviations), TWO_WINDOWS * caution),
    };
  }

  #judgeDrift(scatter: number): Judgement | undefined {
    const moved = this.#level - this.#base;
    if (this.#side !== 0 || Math.abs(moved - this.#drifted) < DRIFT) {
      this.#driftWindows = 0;
      return undefined;
    }
    if (++this.#driftWindows < DRIFT_WINDOWS) return undefined;
    this.#driftWindows = 0;
    this.#drifted = moved;
    return {
      kind: AnomalyKind.drift,
      seen: Math.exp(this.#level),
      expected: range(this.#base, DRIFT),
      score: scoreOf(Math.abs(moved) / scatter, 1),
    };
  }

  #learn(mean: number, scatter: number, count: number): void {
    this.#windows++;
    const early = this.#windows < LEARNING_WINDOWS;
    const step = mean - this.#level;
    const bounded = early ? step : Math.max(-3 * scatter, Math.min(3 * scatter, step));
    if (this.#side === 0 || early) {
      const weight = Math.max(SCATTER_WEIGHT, 1 / (this.#windows + 8));
      const square = Math.min(step * step, 9 * scatter * scatter);
      this.#within +=
        weight * (Math.max(0, square - this.#between) * count - this.#within) * (count < 20 ? 1 : 0.2);
      this.#between = Math.max(
        MIN_SCATTER ** 2,
        this.#between + weight * (square - this.#within / count - this.#between) * (count < 20 ? 0.2 : 1),
      );
      this.#within = Math.max(0.02, this.#within);
    }
    if (this.#side !== 0 && ++this.#sideWindows < ACCEPT_WINDOWS) return;
    if (this.#side !== 0) {
      this.#level = mean;
      this.#base = mean;
      this.#side = 0;
      return;
    }
    this.#level += Math.max(FOLLOW, 1 / this.#windows) * bounded;
    this.#base += Math.max(BASE_FOLLOW, 1 / this.#windows) * (this.#level - this.#base);
    this.#drifted += BASE_FOLLOW * (0 - this.#drifted);
  }

  store(): readonly number[] {
    return [
      this.#windows,
      this.#level,
      this.#base,
      this.#within,
      this.#between,
      this.#previous,
      this.#side,
      this.#sideWindows,
      this.#calm,
      this.#driftWindows,
      this.#drifted,
    ];
  }

  static restore(stored: readonly number[]): ValueModel {
    const model = new ValueModel();
    [
      model.#windows,
      model.#level,
      model.#base,
      model.#within,
      model.#between,
      model.#previous,
      model.#side,
      model.#sideWindows,
      model.#calm,
      model.#driftWindows,
      model.#drifted,
    ] = stored as [number, number, number, number, number, number, number, number, number, number, number];
    return model;
  }
}

const range = (level: number, spread: number): ExpectedRange => ({
  low: Math.exp(level - spread),
  middle: Math.exp(level),
  high: Math.exp(level + spread),
});
