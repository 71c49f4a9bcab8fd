import { DriftWatch } from "./drift-watch.ts";
import { HourlySeason, type StoredSeason } from "./hourly-season.ts";
import { AnomalyKind, type ExpectedRange, type Judgement, scoreOf } from "./judgement.ts";
import { RecurringPeaks, type StoredPeaks } from "./recurring-peaks.ts";

/** Deviations that one window must reach, and each of two that follow each other. */
const ONE_WINDOW = 6.5;
const TWO_WINDOWS = 4.2;
/** How far the usual itself moves from window to window, as a share of it: with a season known, and without. */
const MOVES_WITH_SEASON = 0.1;
const MOVES_WITHOUT = 0.2;
const MIN_RATIO = 1.5;
const MIN_DROP_RATIO = 0.45;
/** How much must be missing, in events that chance makes improbable to miss. */
const SILENCE_EVENTS = 14;
const MIN_SILENT_MEAN = 0.5;
const MIN_DROP_EXPECTED = 12;
const DISPERSION_WEIGHT = 0.01;
/** Hours of a new level after which it is the usual one. */
const ACCEPT_WINDOWS = 12;
const LEVEL_HALF_LIFE = 12;
const FOLLOW = 1 - 0.5 ** (1 / LEVEL_HALF_LIFE);
const MAX_SHIFT = 6;
const MIN_LEARNED = 0.1;
/** An accepted level is no drift for so long. */
const DRIFT_MUTE = 86_400_000;
/** Nor is what a burst leaves in the mean of the last hours. */
const BURST_MUTE = 3 * 3_600_000;
const FORMER = 3 * 86_400_000;

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
 * What a count of each window usually is. It knows the hour of the day after two days and of the week after two weeks,
 * learns how far the counts scatter, takes no more than a little from what is unusual, and takes a new level as the usual
 * one after an hour, having said so once.
 */
export class CountModel {
  #season = new HourlySeason();
  #peaks = new RecurringPeaks();
  #windows = 0;
  /** The level without a season; with one, what the season is multiplied by. */
  #level = 0;
  #factor = 1;
  /** The factor of the last shift of the level that was accepted: the profile is without it. */
  #shift = 1;
  #dispersion = 1;
  #previousDeviation = 0;
  #missed = 0;
  /** 1 above, -1 below, while an unusual level lasts; and for how many windows. */
  #side = 0;
  #sideWindows = 0;
  #calm = 0;
  #sideSum = 0;
  #drift = new DriftWatch();
  /** The level before a new one was accepted: going back to it within three days is no news. */
  #formerLevel = 0;
  #formerFactor = 1;
  #formerUntil = 0;

  /** The usual range of a window at this time. */
  expected(time: number): ExpectedRange {
    const middle = this.#expected(time);
    const deviation = this.#deviation(middle, time);
    return { low: Math.max(0, middle - 4 * deviation), middle, high: middle + 4 * deviation };
  }

  /** Windows seen. */
  get windows(): number {
    return this.#windows;
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
    if (this.#windows === 0) this.#level = count;
    const middle = this.#expected(time);
    const deviation = this.#deviation(middle, time);
    const deviations = (count - middle) / deviation;
    let judgement: Judgement | undefined;
    if (judged) {
      judgement = this.#judge(time, count, middle, deviation, deviations, options);
      judgement ??= this.#judgeDrift(time, count, options);
    } else {
      this.#trackDrift(time, count);
      if (this.#isAbove(count, middle, deviations, options)) this.#peaks.take(time, count);
    }
    this.#learn(time, count, middle, deviation, judged);
    this.#previousDeviation = deviations;
    return judgement;
  }

  #expected(time: number): number {
    const season = this.#season.expected(time);
    return season === undefined ? this.#level : season * this.#factor;
  }

  #deviation(middle: number, time: number): number {
    const moves = this.#season.expected(time) === undefined ? MOVES_WITHOUT : MOVES_WITH_SEASON;
    return Math.sqrt(this.#dispersion * (middle + 0.5) + (moves * middle) ** 2);
  }

  #judge(
    time: number,
    count: number,
    middle: number,
    deviation: number,
    deviations: number,
    options: CountModelOptions,
  ): Judgement | undefined {
    const caution = options.caution ?? 1;
    const expected = (): ExpectedRange => ({
      low: Math.max(0, middle - 4 * deviation),
      middle,
      high: middle + 4 * deviation,
    });
    this.#missed = count === 0 ? this.#missed + middle / Math.max(1, this.#dispersion) : 0;
    // What comes at its time every hour, day or week is no news. The peaks that are told are remembered too.
    let above = this.#isAbove(count, middle, deviations, options);
    if (above && this.#side !== 1 && this.#peaks.take(time, count)) above = false;
    const drops = options.drops ?? true;
    const below =
      drops &&
      middle >= MIN_DROP_EXPECTED &&
      count <= MIN_DROP_RATIO * middle &&
      (deviations <= -ONE_WINDOW * 0.62 * caution ||
        (deviations <= -TWO_WINDOWS * 0.7 * caution &&
          this.#previousDeviation <= -TWO_WINDOWS * 0.7 * caution));
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
    if (time < this.#formerUntil && this.#goesBack(time, count)) return undefined;
    this.#side = side;
    this.#sideWindows = 0;
    this.#sideSum = 0;
    this.#drift.mute(time + BURST_MUTE);
    const kind = above ? AnomalyKind.burst : count === 0 ? AnomalyKind.silence : AnomalyKind.drop;
    const score = scoreOf(
      silent ? ONE_WINDOW + this.#missed / 4 : Math.abs(deviations),
      TWO_WINDOWS * caution,
    );
    return { kind, seen: count, expected: expected(), score };
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

  #goesBack(time: number, count: number): boolean {
    const season = this.#season.expected(time);
    const middle = season === undefined ? this.#formerLevel : season * this.#formerFactor;
    if (Math.abs(count - middle) > TWO_WINDOWS * this.#deviation(middle, time)) return false;
    this.#level = this.#formerLevel;
    this.#setFactors(this.#formerFactor);
    this.#formerUntil = 0;
    this.#side = 0;
    return true;
  }

  /** @returns whether there is a week to compare with */
  #trackDrift(time: number, count: number): boolean {
    const lastWeek = this.#season.lastWeek(time);
    if (lastWeek === undefined) return false;
    this.#drift.track(count, lastWeek * this.#shift);
    return true;
  }

  #judgeDrift(
    time: number,
    count: number,
    { caution = 1, drift = true }: CountModelOptions,
  ): Judgement | undefined {
    const known = this.#trackDrift(time, count) && drift;
    return this.#drift.judge(time, { known, caution, dispersion: this.#dispersion });
  }

  #learn(time: number, count: number, middle: number, deviation: number, judged: boolean): void {
    this.#windows++;
    const early = this.#windows < 24;
    const square = (count - middle) ** 2 / (middle + 0.5);
    const explained = (MOVES_WITH_SEASON * middle) ** 2 / (middle + 0.5);
    const limit = 9 * Math.max(1, this.#dispersion);
    const weight = Math.max(DISPERSION_WEIGHT, 1 / (this.#windows + 4));
    if (this.#side === 0)
      this.#dispersion = Math.max(
        1,
        this.#dispersion + weight * (Math.min(limit, Math.max(0, square - explained)) - this.#dispersion),
      );
    const bounded =
      early || !judged ? count : Math.max(middle - 3 * deviation, Math.min(middle + 3 * deviation, count));
    let taken = bounded;
    if (this.#side !== 0) {
      this.#sideWindows++;
      this.#sideSum += count;
      taken = middle;
      if (this.#sideWindows >= ACCEPT_WINDOWS) {
        this.#accept(time);
        taken = count;
      }
    }
    const season = this.#season.expected(time);
    this.#level += Math.max(FOLLOW, 1 / this.#windows) * (taken - this.#level);
    if (season !== undefined && season > 0.2) {
      const ratio = Math.min(10, taken / season);
      // A single event more or less of a few says little about the factor.
      this.#factor += FOLLOW * Math.min(1, season / 3) * (ratio - this.#factor);
    }
    // The profile keeps the shape of the time before a shift of the level, and learns nothing from silence.
    if (this.#factor >= MIN_LEARNED * this.#shift)
      this.#season.learn(time, (this.#side === 0 ? taken : count) / this.#shift);
  }

  #setFactors(factor: number): void {
    this.#factor = factor;
    // Before the week is known, a weekend looks like a shift.
    if (this.#season.knowsWeek && factor >= 1 / MAX_SHIFT && factor <= MAX_SHIFT) this.#shift = factor;
  }

  /** Takes the level of the last hour as the usual one. */
  #accept(time: number): void {
    const mean = this.#sideSum / this.#sideWindows;
    this.#formerLevel = this.#level;
    this.#formerFactor = this.#factor;
    this.#formerUntil = time + FORMER;
    const season = this.#season.expected(time);
    this.#level = mean;
    if (season !== undefined && season > 0.2) this.#setFactors(Math.min(50, mean / season));
    this.#side = 0;
    this.#missed = 0;
    this.#drift.mute(time + DRIFT_MUTE);
  }

  /** Takes a window as the usual level: what a deploy that was announced brings. */
  relearn(time: number, count: number): void {
    const season = this.#season.expected(time);
    this.#level += 0.5 * (count - this.#level);
    if (season !== undefined && season > 0.2)
      this.#setFactors(this.#factor + 0.5 * (Math.min(50, count / season) - this.#factor));
    this.#side = 0;
    this.#missed = 0;
    this.#previousDeviation = 0;
    this.#drift.mute(time + DRIFT_MUTE);
  }

  store(withSeason: boolean): StoredCountModel {
    const [now, before, driftWindows, driftMutedUntil, driftRatio] = this.#drift.store();
    const numbers = [
      this.#windows,
      this.#level,
      this.#factor,
      this.#dispersion,
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
      this.#formerLevel,
      this.#formerFactor,
      this.#formerUntil,
      this.#shift,
      driftRatio,
    ];
    const peaks = this.#peaks.store();
    const season = withSeason ? this.#season.store() : undefined;
    return { numbers, season, peaks: peaks.length === 0 ? undefined : peaks };
  }

  static restore(stored: StoredCountModel): CountModel {
    const model = new CountModel();
    const numbers = stored.numbers;
    const at = (index: number): number => numbers[index] ?? 0;
    model.#windows = at(0);
    model.#level = at(1);
    model.#factor = at(2);
    model.#dispersion = at(3);
    model.#previousDeviation = at(4);
    model.#missed = at(5);
    model.#side = at(6);
    model.#sideWindows = at(7);
    model.#calm = at(8);
    model.#sideSum = at(9);
    model.#drift = DriftWatch.restore([at(10), at(11), at(12), at(13), at(18)]);
    model.#formerLevel = at(14);
    model.#formerFactor = at(15);
    model.#formerUntil = at(16);
    model.#shift = at(17);
    if (stored.peaks !== undefined) model.#peaks = RecurringPeaks.restore(stored.peaks);
    if (stored.season !== undefined) model.#season = HourlySeason.restore(stored.season);
    return model;
  }
}
