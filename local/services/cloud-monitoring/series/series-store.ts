import {
  type BucketOptions,
  type MonitoringPoint,
  type MonitoringSeries,
  type SeriesIdentity,
  seriesIdentityKey,
} from "cumulog/semantics";
import type { Journal, Storage } from "#kernel/storage/storage.ts";
import { StoredSeries } from "./stored-series.ts";

/** How long points are kept, in ms: longer than any condition looks back. */
const RETENTION = 7 * 86_400_000;
/** Active series of one project. https://cloud.google.com/logging/docs/logs-based-metrics/labels */
const MOST_SERIES = 30_000;

interface Row {
  readonly project: string;
  readonly identity: SeriesIdentity;
  readonly points: readonly MonitoringPoint[];
}

/** The time series of all projects. What has changed is written down once a minute. */
export class SeriesStore {
  readonly #journal: Journal<Row>;
  readonly #projects = new Map<string, Map<string, StoredSeries>>();

  constructor(storage: Storage) {
    this.#journal = storage.journal("cloud-monitoring-points");
    for (const { row } of this.#journal.rows()) {
      const series = this.#seriesOf(row.project, row.identity);
      for (const point of row.points) series?.put(point);
      series?.takeChanges();
    }
  }

  /** Those of a project, for example `projects/shop`. */
  of(project: string): readonly MonitoringSeries[] {
    return [...(this.#projects.get(project)?.values() ?? [])].map((series) => series.read());
  }

  /** Counts one in the minute that ends then. */
  count(project: string, identity: SeriesIdentity, end: number): void {
    this.#seriesOf(project, identity)?.count(end);
  }

  /** Adds a value to a distribution in the minute that ends then. */
  record(
    project: string,
    identity: SeriesIdentity,
    end: number,
    { value, options }: { readonly value: number; readonly options: BucketOptions },
  ): void {
    this.#seriesOf(project, identity)?.record(end, value, options);
  }

  /** Adds a point behind the others. @returns false when one that is as new is there */
  append(project: string, identity: SeriesIdentity, point: MonitoringPoint): boolean {
    const series = this.#seriesOf(project, identity);
    if (!series || (series.newest ?? 0) >= point.end) return false;
    series.put(point);
    return true;
  }

  /** Forgets the series of a metric. */
  forget(project: string, metricType: string): void {
    const all = this.#projects.get(project);
    for (const [key, { identity }] of all ?? []) if (identity.metric.type === metricType) all!.delete(key);
  }

  /** Writes down what has changed, and forgets what is old. */
  settle(now: number): void {
    for (const [project, all] of this.#projects) {
      for (const [key, series] of all) {
        const points = series.takeChanges();
        if (points.length > 0)
          this.#journal.append(
            { project, identity: series.identity, points },
            project,
            Math.max(...points.map(({ end }) => end)),
          );
        if (!series.forget(now - RETENTION)) all.delete(key);
      }
      this.#journal.deleteOlder(project, now - RETENTION);
    }
  }

  #seriesOf(project: string, identity: SeriesIdentity): StoredSeries | undefined {
    const all = this.#projects.get(project) ?? new Map<string, StoredSeries>();
    this.#projects.set(project, all);
    const key = seriesIdentityKey(identity);
    const present = all.get(key);
    if (present || all.size >= MOST_SERIES) return present;
    const series = new StoredSeries(identity);
    all.set(key, series);
    return series;
  }
}
