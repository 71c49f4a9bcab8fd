import { type PublishedStatistics, StatisticSet } from "cumulog/semantics";
import { type KeptPoint, keptStatistics, restoreStatistics } from "./kept-point.ts";
import type { MetricIdentity } from "./metric-identity.ts";

const SECOND = 1_000;
const MINUTE = 60_000;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/**
 * How long datapoints of which length are kept; older ones are rolled up into the next.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_concepts.html#metrics-retention
 */
const TIERS = [
  { length: MINUTE, kept: 15 * DAY },
  { length: 5 * MINUTE, kept: 63 * DAY },
  { length: HOUR, kept: 455 * DAY },
] as const;
const SECONDS_KEPT = 3 * HOUR;

type Buckets = Map<number, StatisticSet>;

interface UnitBuckets {
  readonly seconds: Buckets;
  readonly tiers: readonly [Buckets, Buckets, Buckets];
}

/** The datapoints of one metric, by unit and time. */
export class MetricSeries {
  readonly identity: MetricIdentity;
  /** Cloud time at which a value last arrived. */
  lastRecorded = 0;
  readonly #units = new Map<string, UnitBuckets>();
  readonly #now: () => number;
  /** Starts of the hours whose datapoints changed since they were last taken. */
  #changedHours = new Set<number>();

  constructor({ namespace, metricName, dimensions }: MetricIdentity, now: () => number) {
    this.identity = { namespace, metricName, dimensions: { ...dimensions } };
    this.#now = now;
  }

  /** Starts of the hours whose datapoints changed since the last call. */
  takeChangedHours(): Iterable<number> {
    const hours = this.#changedHours;
    if (hours.size > 0) this.#changedHours = new Set();
    return hours;
  }

  /** Every datapoint of an hour, in a form that survives JSON. */
  keptHour(hour: number): KeptPoint[] {
    const points: KeptPoint[] = [];
    for (const [unit, { seconds, tiers }] of this.#units) {
      const lengths = [SECOND, ...TIERS.map(({ length }) => length)];
      for (const [index, buckets] of [seconds, ...tiers].entries()) {
        const length = lengths[index]!;
        visit(buckets, length, hour, hour + HOUR, (time, set) => {
          if (time >= hour && time < hour + HOUR) points.push([unit, length, time, keptStatistics(set)]);
        });
      }
    }
    return points;
  }

  restore(points: readonly KeptPoint[]): void {
    for (const [unit, length, time, statistics] of points) {
      const { seconds, tiers } = this.#bucketsOf(unit);
      const tier = TIERS.findIndex((one) => one.length === length);
      restoreStatistics(bucketAt(tier === -1 ? seconds : tiers[tier]!, time, length), statistics);
      this.lastRecorded = Math.max(this.lastRecorded, time);
    }
  }

  record(timestamp: number, value: number, count = 1, unit = "None", storageResolution: 1 | 60 = 60): void {
    this.#change(timestamp, unit, storageResolution, (set) => set.add(value, count));
  }

  recordSummary(
    timestamp: number,
    summary: PublishedStatistics,
    unit = "None",
    storageResolution: 1 | 60 = 60,
  ): void {
    this.#change(timestamp, unit, storageResolution, (set) => set.addPublished(summary));
  }

  /** Units that values were recorded with, the first recorded first. */
  units(): string[] {
    return [...this.#units.keys()];
  }

  /**
   * Statistics by period: of `[start, end)`, keyed by the start of each period that has a value.
   *
   * @param options.period milliseconds; below a minute, values of the standard resolution are seen at the start of
   *   their minute, and only those of the last three hours
   * @param options.origin a time at which a period starts. @default the epoch
   * @param options.unit only values of this unit. @default all
   */
  read(options: {
    readonly start: number;
    readonly end: number;
    readonly period: number;
    readonly origin?: number;
    readonly unit?: string | undefined;
  }): Map<number, StatisticSet> {
    const { start, end, period, origin = 0, unit } = options;
    const found: Buckets = new Map();
    const take = (time: number, set: StatisticSet): void => {
      if (time < start || time >= end) return;
      const key = origin + Math.floor((time - origin) / period) * period;
      let merged = found.get(key);
      if (!merged) {
        merged = new StatisticSet();
        found.set(key, merged);
      }
      merged.merge(set);
    };
    for (const [name, { seconds, tiers }] of this.#units) {
      if (unit !== undefined && name !== unit) continue;
      if (period % MINUTE !== 0) this.#visitSeconds(seconds, tiers[0], { start, end }, take);
      else for (const [index, { length }] of TIERS.entries()) visit(tiers[index]!, length, start, end, take);
    }
    return found;
  }

  compact(): void {
    const now = this.#now();
    for (const [unit, { seconds, tiers }] of this.#units) {
      for (const time of seconds.keys()) {
        if (time >= now - SECONDS_KEPT) continue;
        seconds.delete(time);
        this.#changedHours.add(Math.floor(time / HOUR) * HOUR);
      }
      TIERS.forEach(({ kept }, index) => {
        const next = TIERS[index + 1];
        for (const [time, set] of tiers[index]!) {
          if (time >= now - kept) continue;
          tiers[index]!.delete(time);
          this.#changedHours.add(Math.floor(time / HOUR) * HOUR);
          if (next) bucketAt(tiers[index + 1]!, time, next.length).merge(set);
        }
      });
      if (tiers.every(({ size }) => size === 0)) this.#units.delete(unit);
    }
  }

  /** High-resolution values by second, and the minutes that have none as a whole. */
  #visitSeconds(
    seconds: Buckets,
    minutes: Buckets,
    { start, end }: { readonly start: number; readonly end: number },
    take: (time: number, set: StatisticSet) => void,
  ): void {
    const known = new Set<number>();
    for (const time of seconds.keys()) known.add(Math.floor(time / MINUTE) * MINUTE);
    visit(seconds, SECOND, start, end, take);
    const oldest = this.#now() - SECONDS_KEPT;
    visit(minutes, MINUTE, start, end, (time, set) => {
      if (time >= oldest && !known.has(time)) take(time, set);
    });
  }

  #bucketsOf(unit: string): UnitBuckets {
    let buckets = this.#units.get(unit);
    if (!buckets) {
      buckets = { seconds: new Map(), tiers: [new Map(), new Map(), new Map()] };
      this.#units.set(unit, buckets);
    }
    return buckets;
  }

  isEmpty(): boolean {
    return this.#units.size === 0;
  }

  #change(
    timestamp: number,
    unit: string,
    storageResolution: 1 | 60,
    change: (set: StatisticSet) => void,
  ): void {
    const buckets = this.#bucketsOf(unit);
    this.lastRecorded = this.#now();
    this.#changedHours.add(Math.floor(timestamp / HOUR) * HOUR);
    change(bucketAt(buckets.tiers[0], timestamp, MINUTE));
    if (storageResolution === 1) change(bucketAt(buckets.seconds, timestamp, SECOND));
  }
}

function bucketAt(buckets: Buckets, timestamp: number, length: number): StatisticSet {
  const start = Math.floor(timestamp / length) * length;
  let set = buckets.get(start);
  if (!set) {
    set = new StatisticSet();
    buckets.set(start, set);
  }
  return set;
}

function visit(
  buckets: Buckets,
  length: number,
  start: number,
  end: number,
  take: (time: number, set: StatisticSet) => void,
): void {
  if ((end - start) / length > buckets.size) {
    for (const [time, set] of buckets) take(time, set);
    return;
  }
  for (let time = Math.floor(start / length) * length; time < end; time += length) {
    const set = buckets.get(time);
    if (set) take(time, set);
  }
}
