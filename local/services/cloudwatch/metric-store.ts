import type { PublishedStatistics } from "cumulog/semantics";
import type { MetricIdentity } from "./metric-identity.ts";
import { MetricSeries } from "./metric-series.ts";

/** Values of one metric at one time: `value`, `values` with their `counts`, or `statistics`. */
export interface MetricSample extends MetricIdentity {
  /** Milliseconds since the epoch. */
  readonly timestamp: number;
  readonly value?: number | undefined;
  readonly values?: readonly number[] | undefined;
  /** How often each of `values` occurred. @default 1 each */
  readonly counts?: readonly number[] | undefined;
  readonly statistics?: PublishedStatistics | undefined;
  /** @default "None" */
  readonly unit?: string | undefined;
  /** Seconds: 1 also keeps single seconds, for three hours. @default 60 */
  readonly storageResolution?: 1 | 60 | undefined;
}

/** Every metric of one cloud. Accepts what it is given: the rules of PutMetricData are that operation's. */
export class MetricStore {
  readonly #series = new Map<string, MetricSeries>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  record(sample: MetricSample): void {
    const series = this.series(sample);
    const { timestamp, unit, storageResolution } = sample;
    if (sample.value !== undefined) series.record(timestamp, sample.value, 1, unit, storageResolution);
    sample.values?.forEach((value, index) => {
      series.record(timestamp, value, sample.counts?.[index] ?? 1, unit, storageResolution);
    });
    if (sample.statistics) series.recordSummary(timestamp, sample.statistics, unit, storageResolution);
  }

  /** The series of a metric, created at first use: keep it where many values of one metric are recorded. */
  series(identity: MetricIdentity): MetricSeries {
    const key = keyOf(identity);
    let series = this.#series.get(key);
    if (!series) {
      series = new MetricSeries(identity, this.#now);
      this.#series.set(key, series);
    }
    return series;
  }

  find(identity: MetricIdentity): MetricSeries | undefined {
    return this.#series.get(keyOf(identity));
  }

  /** Every metric, the first recorded first. */
  all(): IterableIterator<MetricSeries> {
    return this.#series.values();
  }

  /** Every metric with a key of its own. */
  entries(): IterableIterator<[key: string, series: MetricSeries]> {
    return this.#series.entries();
  }

  /** Rolls old datapoints up and forgets expired ones. */
  compact(): void {
    for (const [key, series] of this.#series) {
      if (series.isEmpty()) this.#series.delete(key);
      else series.compact();
    }
  }
}

function keyOf({ namespace, metricName, dimensions }: MetricIdentity): string {
  let key = `${namespace}\u0000${metricName}`;
  if (!dimensions) return key;
  const names = Object.keys(dimensions);
  if (names.length > 1) names.sort();
  for (const name of names) key += `\u0000${name}\u0000${dimensions[name]}`;
  return key;
}
