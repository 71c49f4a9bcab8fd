const HOUR = 3_600_000;
const DAY_HOURS = 24;
const WEEK_HOURS = 168;
const DAY_WEIGHT = 0.35;
const WEEK_WEIGHT = 0.5;
const MAX_COUNT = 255;
/** How much better the week must fit than the day to be preferred. */
const WEEK_GAIN = 0.97;
const ERROR_WEIGHT = 0.005;
/** Between hours that differ by more there is a step, not a slope. */
const MAX_SLOPE = 1.6;

/** A season as it is stored. */
export interface StoredSeason {
  readonly day: readonly number[];
  readonly dayCounts: readonly number[];
  readonly week: readonly number[];
  readonly weekCounts: readonly number[];
  readonly errors: readonly [number, number];
  /** The hour that is still open: its number, sum and windows. */
  readonly open: readonly [number, number, number];
}

/** The usual value of each hour of the day, after two days, and of the week, after two weeks. */
export class HourlySeason {
  readonly #day = new Float64Array(DAY_HOURS);
  readonly #dayCounts = new Uint8Array(DAY_HOURS);
  readonly #week = new Float64Array(WEEK_HOURS);
  readonly #weekCounts = new Uint8Array(WEEK_HOURS);
  #dayError = 0;
  #weekError = 0;
  #hour = -1;
  #sum = 0;
  #windows = 0;

  /** Counts one window; at the end of its hour the profile learns. */
  learn(time: number, value: number): void {
    const hour = Math.floor(time / HOUR);
    if (hour !== this.#hour) {
      if (this.#windows > 0) this.#close(this.#hour, this.#sum / this.#windows);
      this.#hour = hour;
      this.#sum = 0;
      this.#windows = 0;
    }
    this.#sum += value;
    this.#windows++;
  }

  /** What a window at this time usually has, or undefined while two of its kind have not been seen. */
  expected(time: number): number | undefined {
    const day = interpolated(this.#day, this.#dayCounts, time, 2);
    const week = interpolated(this.#week, this.#weekCounts, time, 2);
    if (week === undefined || (day !== undefined && this.#weekError > WEEK_GAIN * this.#dayError)) return day;
    return week;
  }

  /** What the same hour of last week had; undefined in the first week. */
  lastWeek(time: number): number | undefined {
    return interpolated(this.#week, this.#weekCounts, time, 1);
  }

  /** What the same hour of the last days had; undefined on the first day. */
  lastDays(time: number): number | undefined {
    return interpolated(this.#day, this.#dayCounts, time, 1);
  }

  /** Whether the season of the week is known. */
  get knowsWeek(): boolean {
    return this.#weekCounts.every((count) => count >= 2);
  }

  #close(hour: number, mean: number): void {
    const day = ((hour % DAY_HOURS) + DAY_HOURS) % DAY_HOURS;
    const week = ((hour % WEEK_HOURS) + WEEK_HOURS) % WEEK_HOURS;
    if (this.#weekCounts[week]! >= 1) {
      this.#dayError += ERROR_WEIGHT * (Math.abs(mean - this.#day[day]!) - this.#dayError);
      this.#weekError += ERROR_WEIGHT * (Math.abs(mean - this.#week[week]!) - this.#weekError);
    }
    put(this.#day, this.#dayCounts, day, mean, DAY_WEIGHT);
    put(this.#week, this.#weekCounts, week, mean, WEEK_WEIGHT);
  }

  store(): StoredSeason {
    return {
      day: [...this.#day],
      dayCounts: [...this.#dayCounts],
      week: [...this.#week],
      weekCounts: [...this.#weekCounts],
      errors: [this.#dayError, this.#weekError],
      open: [this.#hour, this.#sum, this.#windows],
    };
  }

  static restore(stored: StoredSeason): HourlySeason {
    const season = new HourlySeason();
    season.#day.set(stored.day.slice(0, DAY_HOURS));
    season.#dayCounts.set(stored.dayCounts.slice(0, DAY_HOURS));
    season.#week.set(stored.week.slice(0, WEEK_HOURS));
    season.#weekCounts.set(stored.weekCounts.slice(0, WEEK_HOURS));
    [season.#dayError, season.#weekError] = stored.errors;
    [season.#hour, season.#sum, season.#windows] = stored.open;
    return season;
  }
}

/** Four digits are enough for what is usual, and keep what is stored small. */
const rounded = (value: number): number => (value === 0 ? 0 : Number(value.toPrecision(4)));

function put(means: Float64Array, counts: Uint8Array, slot: number, value: number, weight: number): void {
  const count = Math.min(MAX_COUNT, counts[slot]! + 1);
  counts[slot] = count;
  means[slot] = rounded(means[slot]! + Math.max(1 / count, weight) * (value - means[slot]!));
}

/** Between the middles of two hours the value goes over from one to the other. */
function interpolated(
  means: Float64Array,
  counts: Uint8Array,
  time: number,
  needed: number,
): number | undefined {
  const size = means.length;
  const place = time / HOUR - 0.5;
  const hour = Math.floor(place);
  const share = place - hour;
  const first = ((hour % size) + size) % size;
  const second = (first + 1) % size;
  // The hour itself is the first one in its second half, and the second one before.
  const here = share < 0.5 ? first : second;
  if (counts[here]! < needed) return undefined;
  const one = means[first]!;
  const other = means[second]!;
  const step = Math.max(one, other) > MAX_SLOPE * Math.min(one, other);
  if (step || counts[first]! < needed || counts[second]! < needed) return means[here];
  return one * (1 - share) + other * share;
}
