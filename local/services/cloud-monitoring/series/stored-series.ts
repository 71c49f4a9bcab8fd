import {
  type BucketOptions,
  type Distribution,
  distributionOf,
  type MonitoringPoint,
  type MonitoringSeries,
  mergeDistributions,
  type PointValue,
  type SeriesIdentity,
} from "cumulog/semantics";

/** A point as long as values are added to it. */
interface OpenPoint {
  value: PointValue;
  /** Values that are not in the distribution yet. */
  added: number[];
}

/** A time series that grows. */
export class StoredSeries {
  readonly identity: SeriesIdentity;
  readonly #points = new Map<number, OpenPoint>();
  #read: MonitoringSeries | undefined;
  /** Ends of points that have changed since {@link takeChanges}. */
  #changed = new Set<number>();

  constructor(identity: SeriesIdentity) {
    this.identity = identity;
  }

  /** End of the newest point; undefined without any. */
  get newest(): number | undefined {
    return this.read().points.at(-1)?.end;
  }

  /** Counts one more in the minute that ends then. */
  count(end: number): void {
    const point = this.#points.get(end);
    if (point) point.value = Number(point.value) + 1;
    else this.#points.set(end, { value: 1, added: [] });
    this.#note(end);
  }

  /** Adds a value to the distribution of the minute that ends then. */
  record(end: number, value: number, options: BucketOptions): void {
    const point = this.#points.get(end) ?? { value: distributionOf([], options), added: [] };
    this.#points.set(end, point);
    point.added.push(value);
    this.#note(end);
  }

  /** Sets a point. */
  put({ end, value }: MonitoringPoint): void {
    this.#points.set(end, { value, added: [] });
    this.#note(end);
  }

  /** The series with its points in order. */
  read(): MonitoringSeries {
    this.#read ??= {
      ...this.identity,
      points: [...this.#points.keys()].sort((a, b) => a - b).map((end) => this.#point(end)),
    };
    return this.#read;
  }

  /** The points that have changed since the last call. */
  takeChanges(): readonly MonitoringPoint[] {
    const points = [...this.#changed].filter((end) => this.#points.has(end)).map((end) => this.#point(end));
    this.#changed = new Set();
    return points;
  }

  /** Forgets points that ended before a time. @returns whether any are left */
  forget(time: number): boolean {
    for (const end of this.#points.keys())
      if (end < time) {
        this.#points.delete(end);
        this.#read = undefined;
      }
    return this.#points.size > 0;
  }

  #point(end: number): MonitoringPoint {
    const point = this.#points.get(end)!;
    if (point.added.length > 0) {
      const former = point.value as Distribution;
      point.value = mergeDistributions([former, distributionOf(point.added, former.bucketOptions)]);
      point.added = [];
    }
    return { end, value: point.value };
  }

  #note(end: number): void {
    this.#changed.add(end);
    this.#read = undefined;
  }
}
