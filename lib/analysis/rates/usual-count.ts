import { HourlySeason, type StoredSeason } from "./hourly-season.ts";
import type { ExpectedRange } from "./judgement.ts";

/** How far the usual itself moves from window to window, as a share of it: with a season known, and without. */
const MOVES_WITH_SEASON = 0.1;
const MOVES_WITHOUT = 0.2;
const DISPERSION_WEIGHT = 0.01;
const LEVEL_HALF_LIFE = 12;
const FOLLOW = 1 - 0.5 ** (1 / LEVEL_HALF_LIFE);
/** Windows in which everything that comes is believed. */
const EARLY_WINDOWS = 24;
const MAX_SHIFT = 6;
const MAX_FACTOR = 50;
const MIN_LEARNED = 0.1;
/** An hour of the season with less than this says nothing about the factor. */
const MIN_SEASON = 0.2;
/** Deviations within which a count is one of the level before. */
const BACK = 4.2;
const FORMER = 3 * 86_400_000;

/** The numbers of a {@link UsualCount}, as they are stored. */
export interface UsualNumbers {
  readonly windows: number;
  readonly level: number;
  readonly factor: number;
  readonly shift: number;
  readonly dispersion: number;
  readonly former: readonly [level: number, factor: number, until: number];
}

/** How a count is learned. */
export interface Learning {
  /** Whether the model judges: while it does, it takes no more than a little from what is unusual. */
  readonly judged: boolean;
  /** While an unusual level lasts nothing is learned from it; once it is accepted, all. */
  readonly unusual: "no" | "lasts" | "accepted";
}

/**
 * What each window's count usually is: a level, times the season of the hour of the day after two days and of the week after two
 * weeks, and how far counts scatter around it.
 */
export class UsualCount {
  #season: HourlySeason;
  #windows = 0;
  /** The level without a season; with one, what the season is multiplied by. */
  #level = 0;
  #factor = 1;
  /** The factor of the last shift of the level that was accepted: the profile is without it. */
  #shift = 1;
  #dispersion = 1;
  /** The level before a new one was accepted: going back to it within three days is no news. */
  #former: UsualNumbers["former"] = [0, 1, 0];

  constructor(season = new HourlySeason()) {
    this.#season = season;
  }

  /** Windows learned. */
  get windows(): number {
    return this.#windows;
  }

  /** How many times more counts scatter than those of chance would; at least 1. */
  get dispersion(): number {
    return this.#dispersion;
  }

  /** How many times what the season knows is usual since the level shifted. */
  get shift(): number {
    return this.#shift;
  }

  /** The count that is usual at this time. */
  middle(time: number): number {
    const season = this.#season.expected(time);
    return season === undefined ? this.#level : season * this.#factor;
  }

  /** By how much a count usually differs from the middle. */
  deviation(time: number, middle = this.middle(time)): number {
    const moves = this.#season.expected(time) === undefined ? MOVES_WITHOUT : MOVES_WITH_SEASON;
    return Math.sqrt(this.#dispersion * (middle + 0.5) + (moves * middle) ** 2);
  }

  /** The range that is usual at this time. */
  range(time: number): ExpectedRange {
    const middle = this.middle(time);
    const deviation = this.deviation(time, middle);
    return { low: Math.max(0, middle - 4 * deviation), middle, high: middle + 4 * deviation };
  }

  /** What the same hour of last week had, at the level of now; undefined in the first week. */
  lastWeek(time: number): number | undefined {
    const lastWeek = this.#season.lastWeek(time);
    return lastWeek === undefined ? undefined : lastWeek * this.#shift;
  }

  /** Takes the first count of all as the level. */
  begin(count: number): void {
    if (this.#windows === 0) this.#level = count;
  }

  /** Learns from a window's count. */
  learn(time: number, count: number, { judged, unusual }: Learning): void {
    const middle = this.middle(time);
    const deviation = this.deviation(time, middle);
    this.#windows++;
    if (unusual === "no") this.#learnScatter(count, middle);
    const season = this.#season.expected(time);
    const bounded = Math.max(middle - 3 * deviation, Math.min(middle + 3 * deviation, count));
    const ordinary = this.#windows < EARLY_WINDOWS || !judged ? count : bounded;
    const taken = unusual === "no" ? ordinary : unusual === "lasts" ? middle : count;
    this.#level += Math.max(FOLLOW, 1 / this.#windows) * (taken - this.#level);
    if (season !== undefined && season > MIN_SEASON) {
      const ratio = Math.min(10, taken / season);
      // A single event more or less of a few says little about the factor.
      this.#factor += FOLLOW * Math.min(1, season / 3) * (ratio - this.#factor);
    }
    // The profile keeps the shape of the time before a shift of the level, and learns nothing from silence.
    if (this.#factor >= MIN_LEARNED * this.#shift)
      this.#season.learn(time, (unusual === "lasts" ? count : taken) / this.#shift);
  }

  #learnScatter(count: number, middle: number): void {
    const square = (count - middle) ** 2 / (middle + 0.5);
    const explained = (MOVES_WITH_SEASON * middle) ** 2 / (middle + 0.5);
    const limit = 9 * Math.max(1, this.#dispersion);
    const weight = Math.max(DISPERSION_WEIGHT, 1 / (this.#windows + 4));
    const seen = Math.min(limit, Math.max(0, square - explained));
    this.#dispersion = Math.max(1, this.#dispersion + weight * (seen - this.#dispersion));
  }

  /** Takes another level as the usual one from now on. */
  accept(time: number, mean: number): void {
    this.#former = [this.#level, this.#factor, time + FORMER];
    const season = this.#season.expected(time);
    this.#level = mean;
    if (season !== undefined && season > MIN_SEASON) this.#setFactors(Math.min(MAX_FACTOR, mean / season));
  }

  /** Goes back to the level before the one that was accepted last, when a count is one of it and that is not long ago. */
  goBack(time: number, count: number): boolean {
    const [level, factor, until] = this.#former;
    if (time >= until) return false;
    const season = this.#season.expected(time);
    const middle = season === undefined ? level : season * factor;
    if (Math.abs(count - middle) > BACK * this.deviation(time, middle)) return false;
    this.#level = level;
    this.#setFactors(factor);
    this.#former = [level, factor, 0];
    return true;
  }

  /** Takes a window as the usual level: what a deploy that was announced brings. */
  relearn(time: number, count: number): void {
    const season = this.#season.expected(time);
    this.#level += 0.5 * (count - this.#level);
    if (season !== undefined && season > MIN_SEASON)
      this.#setFactors(this.#factor + 0.5 * (Math.min(MAX_FACTOR, count / season) - this.#factor));
  }

  #setFactors(factor: number): void {
    this.#factor = factor;
    // Before the week is known, a weekend looks like a shift.
    if (this.#season.knowsWeek && factor >= 1 / MAX_SHIFT && factor <= MAX_SHIFT) this.#shift = factor;
  }

  /** Its numbers, as they are stored. */
  numbers(): UsualNumbers {
    return {
      windows: this.#windows,
      level: this.#level,
      factor: this.#factor,
      shift: this.#shift,
      dispersion: this.#dispersion,
      former: this.#former,
    };
  }

  /** Its season, as it is stored. */
  season(): StoredSeason {
    return this.#season.store();
  }

  static restore(numbers: UsualNumbers, season: StoredSeason | undefined): UsualCount {
    const usual = new UsualCount(season === undefined ? undefined : HourlySeason.restore(season));
    usual.#windows = numbers.windows;
    usual.#level = numbers.level;
    usual.#factor = numbers.factor;
    usual.#shift = numbers.shift;
    usual.#dispersion = numbers.dispersion;
    usual.#former = numbers.former;
    return usual;
  }
}
