import { DriftWatch } from "./drift-watch.ts";
import type { StoredSeason } from "./hourly-season.ts";
import { AnomalyKind, type ExpectedRange, type Judgement, scoreOf } from "./judgement.ts";
import { RecurringPeaks, type StoredPeaks } from "./recurring-peaks.ts";
import { UsualCount } from "./usual-count.ts";

/** Deviations that one window must reach, and each of two that follow each other. */
const ONE_WINDOW = 6.5;
const TWO_WINDOWS = 4.2;
const MIN_RATIO = 1.5;
const MIN_DROP_RATIO = 0.45;
/** How much must be missing, in events that chance makes improbable to miss. */
const SILENCE_EVENTS = 14;
const MIN_SILENT_MEAN = 0.5;
const MIN_DROP_EXPECTED = 12;
/** Windows (an hour) of a new level after which it is the usual one. */
const ACCEPT_WINDOWS = 12;
/** An accepted level is no drift for so long. */
const DRIFT_MUTE = 86_400_000;
/** Nor is what a burst leaves in the mean of the last hours. */
const BURST_MUTE = 3 * 3_600_000;

/** Sensitivity: how many deviations are needed, as a factor. */
export interface CountModelOptions {
  /** @default 1 */
  readonly caution?: number;
  /**
   * Events that a window must have more than usual to matter.
   * @default 10
   */
  readonly minimum?: number;
  /**
   * Whether less than usual matters; errors that stop do not.
   * @default true
   */
  readonly drops?: boolean;
  /**
   * Whether slow rises are told.
   * @default true
   */
  readonly drift?: boolean;
}

/** A model as it is stored. */
export interface StoredCountModel {
  readonly numbers: readonly number[];
  readonly season?: StoredSeason | undefined;
  readonly peaks?: StoredPeaks | undefined;
}

/**
 * Tells whether a window's count is unusual beside what it usually is. It takes a new level as the usual one after an hour,
 * having said so once.
 */
export class CountModel {
  #usual = new UsualCount();
  #peaks = new RecurringPeaks();
  #drift = new DriftWatch();
  #previousDeviation = 0;
  #missed = 0;
  /** 1 above, -1 below, while an unusual level lasts; and for how many windows. */
  #side = 0;
  #sideWindows = 0;
  #calm = 0;
  #sideSum = 0;
  /** By what the level changed last, and until when that explains what seems to change after it. */
  #change = 1;
  #changeUntil = 0;

  /** The usual range of a window at this time. */
  expected(time: number): ExpectedRange {
    return this.#usual.range(time);
  }

  /** Windows seen. */
  get windows(): number {
    return this.#usual.windows;
  }

  /** How many times what was usual comes since the level changed within the last day; 1 when it did not. */
  change(time: number): number {
    return time < this.#changeUntil ? this.#change : 1;
  }

  /** How many times what the same hours of last week had comes now; 1 in the first week. */
  get besideLastWeek(): number {
    return this.#drift.risen * this.#usual.shift;
  }

  /**
   * Takes one window, and tells what is unusual about it.
   * @param time Start of the window, epoch milliseconds.
   * @param judged False while learning or muted: what comes is taken as usual.
   */
  observe(
    time: number,
    count: number,
    judged: boolean,
    options: CountModelOptions = {},
  ): Judgement | undefined {
    this.#usual.begin(count);
    const middle = this.#usual.middle(time);
    const deviations = (count - middle) / this.#usual.deviation(time, middle);
    let judgement: Judgement | undefined;
    if (judged) {
      judgement = this.#judge(time, count, middle, deviations, options);
      judgement ??= this.#judgeDrift(time, count, options);
    } else {
      this.#trackDrift(time, count);
      if (this.#isAbove(count, middle, deviations, options)) this.#peaks.take(time, count);
    }
    this.#learn(time, count, judged);
    this.#previousDeviation = deviations;
    return judgement;
  }

  #judge(
    time: number,
    count: number,
    middle: number,
    deviations: number,
    options: CountModelOptions,
  ): Judgement | undefined {
    const { caution = 1, drops = true } = options;
    this.#missed = count === 0 ? this.#missed + middle / Math.max(1, this.#usual.dispersion) : 0;
    // What comes at its time every hour, day or week is no news. The peaks that are told are remembered too.
    let above = this.#isAbove(count, middle, deviations, options);
    if (above && this.#side !== 1 && this.#peaks.take(time, count)) above = false;
    const below = drops && this.#isBelow(count, middle, deviations, caution);
    const silent =
      drops && count === 0 && middle >= MIN_SILENT_MEAN && this.#missed >= SILENCE_EVENTS * caution;
    const side = above ? 1 : below || silent ? -1 : 0;
    if (side === 0) {
      // One ordinary window within an unusual stretch does not end it.
      if (this.#side !== 0 && Math.abs(deviations) < 3 && ++this.#calm >= 3) this.#side = 0;
      return undefined;
    }
    this.#calm = 0;
    if (this.#side === side) return undefined;
    if (this.#usual.goBack(time, count)) {
      this.#side = 0;
      // What changed has changed back: it explains nothing that comes from now on.
      this.#changeUntil = 0;
      return undefined;
    }
    this.#side = side;
    this.#sideWindows = 0;
    this.#sideSum = 0;
    this.#drift.mute(time + BURST_MUTE);
    this.#changed(time, count / Math.max(1, middle), BURST_MUTE);
    const kind = above ? AnomalyKind.burst : count === 0 ? AnomalyKind.silence : AnomalyKind.drop;
    const score = scoreOf(
      silent ? ONE_WINDOW + this.#missed / 4 : Math.abs(deviations),
      TWO_WINDOWS * caution,
    );
    return { kind, seen: count, expected: this.#usual.range(time), score };
  }

  #isAbove(count: number, middle: number, deviations: number, options: CountModelOptions): boolean {
    const { caution = 1, minimum = 10 } = options;
    return (
      count >= MIN_RATIO * middle &&
      count - middle >= minimum &&
      (deviations >= ONE_WINDOW * caution ||
        (deviations >= TWO_WINDOWS * caution && this.#previousDeviation >= TWO_WINDOWS * caution))
    );
  }

  #isBelow(count: number, middle: number, deviations: number, caution: number): boolean {
    return (
      middle >= MIN_DROP_EXPECTED &&
      count <= MIN_DROP_RATIO * middle &&
      (deviations <= -ONE_WINDOW * 0.62 * caution ||
        (deviations <= -TWO_WINDOWS * 0.7 * caution &&
          this.#previousDeviation <= -TWO_WINDOWS * 0.7 * caution))
    );
  }

  /** @returns whether there is a week to compare with */
  #trackDrift(time: number, count: number): boolean {
    const lastWeek = this.#usual.lastWeek(time);
    if (lastWeek === undefined) return false;
    this.#drift.track(count, lastWeek);
    return true;
  }

  #judgeDrift(
    time: number,
    count: number,
    { caution = 1, drift = true }: CountModelOptions,
  ): Judgement | undefined {
    const known = this.#trackDrift(time, count) && drift;
    return this.#drift.judge(time, { known, caution, dispersion: this.#usual.dispersion });
  }

  #learn(time: number, count: number, judged: boolean): void {
    if (this.#side === 0) {
      this.#usual.learn(time, count, { judged, unusual: "no" });
      return;
    }
    this.#sideWindows++;
    this.#sideSum += count;
    const accepted = this.#sideWindows >= ACCEPT_WINDOWS;
    if (accepted) this.#accept(time);
    this.#usual.learn(time, count, { judged, unusual: accepted ? "accepted" : "lasts" });
  }

  /** Takes the level of the last hour as the usual one. */
  #accept(time: number): void {
    const mean = this.#sideSum / this.#sideWindows;
    this.#changed(time, mean / Math.max(1, this.#usual.middle(time)), DRIFT_MUTE);
    this.#usual.accept(time, mean);
    this.#side = 0;
    this.#missed = 0;
    this.#drift.mute(time + DRIFT_MUTE);
  }

  #changed(time: number, ratio: number, forMs: number): void {
    this.#change = ratio;
    this.#changeUntil = time + forMs;
  }

  /** Takes a window as the usual level: what a deploy that was announced brings. */
  relearn(time: number, count: number): void {
    this.#usual.relearn(time, count);
    this.#side = 0;
    this.#missed = 0;
    this.#previousDeviation = 0;
    this.#drift.mute(time + DRIFT_MUTE);
  }

  store(withSeason: boolean): StoredCountModel {
    const [now, before, driftWindows, driftMutedUntil, driftRatio] = this.#drift.store();
    const { windows, level, factor, shift, dispersion, former } = this.#usual.numbers();
    const numbers = [
      windows,
      level,
      factor,
      dispersion,
      this.#previousDeviation,
      this.#missed,
      this.#side,
      this.#sideWindows,
      this.#calm,
      this.#sideSum,
      now,
      before,
      driftWindows,
      driftMutedUntil,
      ...former,
      shift,
      driftRatio,
      this.#change,
      this.#changeUntil,
    ];
    const peaks = this.#peaks.store();
    const season = withSeason ? this.#usual.season() : undefined;
    return { numbers, season, peaks: peaks.length === 0 ? undefined : peaks };
  }

  static restore({ numbers, season, peaks }: StoredCountModel): CountModel {
    const model = new CountModel();
    const at = (index: number): number => numbers[index] ?? 0;
    model.#usual = UsualCount.restore(
      {
        windows: at(0),
        level: at(1),
        factor: at(2),
        dispersion: at(3),
        former: [at(14), at(15), at(16)],
        shift: at(17),
      },
      season,
    );
    model.#previousDeviation = at(4);
    model.#missed = at(5);
    model.#side = at(6);
    model.#sideWindows = at(7);
    model.#calm = at(8);
    model.#sideSum = at(9);
    model.#drift = DriftWatch.restore([at(10), at(11), at(12), at(13), at(18)]);
    model.#change = at(19);
    model.#changeUntil = at(20);
    if (peaks !== undefined) model.#peaks = RecurringPeaks.restore(peaks);
    return model;
  }
}
