import { keyOf, mergeDimensions } from "./dimensions.ts";
import { type DocumentFrame, toDocuments } from "./document.ts";
import type { Dimensions, InvalidMetric, MetricsOptions, PutOptions } from "./options.ts";
import { isUnit, type Unit } from "./units.ts";
import { checkNamespace, InvalidMetricsOptionError, metricNameProblem, valueProblem } from "./validation.ts";

interface Series {
  readonly name: string;
  readonly unit: Unit;
  readonly storageResolution: 1 | 60;
  readonly values: number[];
}

interface Bucket {
  readonly timestamp: number;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly series: Map<string, Series>;
  values: number;
}

/** Values kept in memory at most; more are written at once. */
const BUFFERED_VALUES = 10_000;

interface Shared {
  readonly namespace: string;
  readonly rollups: readonly (readonly string[])[];
  readonly write: (line: string) => void;
  readonly now: () => number;
  readonly onInvalid: (problem: InvalidMetric) => void;
  readonly properties: Map<string, unknown>;
  readonly buckets: Map<string, Bucket>;
  buffered: number;
}

/**
 * Collects values and writes them in CloudWatch's embedded metric format, one line of JSON for up to 100 metrics with up to
 * 100 values each. CloudWatch makes metrics of such lines wherever they enter a log group; no API is called.
 * Nothing here throws after creation: what cannot be published is reported.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export class Metrics {
  readonly #shared: Shared;
  readonly #dimensions: Readonly<Record<string, string>>;
  readonly #key: string;

  /** Use {@link createMetrics}. */
  constructor(shared: Shared, dimensions: Readonly<Record<string, string>>) {
    this.#shared = shared;
    this.#dimensions = dimensions;
    this.#key = keyOf(dimensions);
  }

  /** Adds a number of occurrences, 1 unless told. Unit: Count. */
  count(name: string, value = 1, options?: PutOptions): void {
    this.put(name, value, options?.unit === undefined ? { ...options, unit: "Count" } : options);
  }

  /** Puts a level, such as the length of a queue. */
  gauge(name: string, value: number, options?: PutOptions): void {
    this.put(name, value, options);
  }

  /** Puts a duration in milliseconds, or runs a function (waiting for its promise) and puts how long it took, failed or not. */
  time(name: string, milliseconds: number, options?: PutOptions): void;
  time<T>(name: string, run: () => T, options?: PutOptions): T;
  time<T>(name: string, subject: number | (() => T), options?: PutOptions): T | undefined {
    const withUnit: PutOptions = { unit: "Milliseconds", ...options };
    if (typeof subject !== "function") {
      this.put(name, subject, withUnit);
      return undefined;
    }
    const start = performance.now();
    const stop = () => this.put(name, performance.now() - start, withUnit);
    let result: T;
    try {
      result = subject();
    } catch (error) {
      stop();
      throw error;
    }
    if (result instanceof Promise) return result.finally(stop) as T;
    stop();
    return result;
  }

  /** Puts one value. */
  put(name: string, value: number, options?: PutOptions): void {
    const unit = options?.unit ?? "None";
    const reason =
      metricNameProblem(name) ??
      valueProblem(value) ??
      (isUnit(unit) ? undefined : `${JSON.stringify(unit)} is not a unit that CloudWatch knows`);
    if (reason !== undefined) {
      this.#shared.onInvalid({ metric: String(name), reason });
      return;
    }
    if (options?.dimensions !== undefined) {
      this.withDimensions(options.dimensions).put(name, value, { ...options, dimensions: undefined });
      return;
    }
    if (Object.hasOwn(this.#dimensions, name)) {
      this.#shared.onInvalid({ metric: name, reason: "a dimension has the same name as the metric" });
      return;
    }
    this.#add(name, value, unit, options);
  }

  /** The same metrics with further dimensions; they are written by the same `flush`. */
  withDimensions(dimensions: Dimensions): Metrics {
    const merged = mergeDimensions(this.#dimensions, dimensions, this.#shared.onInvalid);
    return new Metrics(this.#shared, merged);
  }

  /** Adds a member to every line until the next flush, such as a request id: searchable, but no dimension. */
  addProperty(name: string, value: unknown): void {
    if (name === "_aws") this.#shared.onInvalid({ metric: name, reason: "_aws holds the metadata" });
    else this.#shared.properties.set(name, value);
  }

  /** Writes all that was collected and forgets it. Returns the number of lines. */
  flush(): number {
    const { buckets, properties } = this.#shared;
    if (buckets.size === 0) {
      properties.clear();
      return 0;
    }
    const pending = [...buckets.values()];
    buckets.clear();
    this.#shared.buffered = 0;
    let lines = 0;
    for (const bucket of pending) {
      for (const line of toDocuments(this.#frame(bucket), bucket.series.values())) {
        this.#shared.write(line);
        lines += 1;
      }
    }
    properties.clear();
    return lines;
  }

  #add(name: string, value: number, unit: Unit, options: PutOptions | undefined): void {
    const shared = this.#shared;
    const storageResolution = options?.highResolution === true ? 1 : 60;
    const timestamp = Math.floor(options?.timestamp ?? shared.now());
    const slot = Math.floor(timestamp / (storageResolution * 1000));
    const bucketKey = `${storageResolution}:${slot}:${this.#key}`;
    let bucket = shared.buckets.get(bucketKey);
    if (bucket === undefined) {
      bucket = { timestamp, dimensions: this.#dimensions, series: new Map(), values: 0 };
      shared.buckets.set(bucketKey, bucket);
    }
    const seriesKey = `${unit}:${name}`;
    let series = bucket.series.get(seriesKey);
    if (series === undefined) {
      series = { name, unit, storageResolution, values: [] };
      bucket.series.set(seriesKey, series);
    }
    series.values.push(value);
    shared.buffered += 1;
    if (shared.buffered >= BUFFERED_VALUES) this.flush();
  }

  #frame(bucket: Bucket): DocumentFrame {
    const names = Object.keys(bucket.dimensions);
    const rollups = this.#shared.rollups.filter((set) =>
      set.every((name) => Object.hasOwn(bucket.dimensions, name)),
    );
    const reserved = new Set([...bucket.series.values()].map((series) => series.name));
    const properties: Record<string, unknown> = {};
    for (const [name, value] of this.#shared.properties) {
      if (!reserved.has(name) && !Object.hasOwn(bucket.dimensions, name))
        properties[name] = serializable(value);
    }
    return {
      namespace: this.#shared.namespace,
      timestamp: bucket.timestamp,
      dimensions: bucket.dimensions,
      dimensionSets: [names, ...rollups.filter((set) => keyOfNames(set) !== keyOfNames(names))],
      properties,
    };
  }
}

/**
 * Makes a collector of metrics for one namespace.
 *
 * @throws InvalidMetricsOptionError if the namespace or a dimension of all metrics could never be published.
 */
export function createMetrics(options: MetricsOptions): Metrics {
  const namespace = checkNamespace(options.namespace);
  const dimensions =
    options.service === undefined ? options.dimensions : { service: options.service, ...options.dimensions };
  const base = mergeDimensions({}, dimensions ?? {}, ({ dimension, reason }) => {
    throw new InvalidMetricsOptionError(`dimensions.${dimension}: ${reason}`);
  });
  const shared: Shared = {
    namespace,
    rollups: options.rollups ?? [],
    write: options.write ?? ((line) => void process.stdout.write(`${line}\n`)),
    now: options.now ?? Date.now,
    onInvalid: options.onInvalid ?? reportOnce(namespace),
    properties: new Map(),
    buckets: new Map(),
    buffered: 0,
  };
  return new Metrics(shared, base);
}

function keyOfNames(names: readonly string[]): string {
  return JSON.stringify([...names].sort());
}

function serializable(value: unknown): unknown {
  try {
    JSON.stringify(value);
    return value;
  } catch {
    return String(value);
  }
}

function reportOnce(namespace: string): (problem: InvalidMetric) => void {
  const seen = new Set<string>();
  return ({ metric, dimension, reason }) => {
    const key = `${metric}\n${dimension ?? ""}\n${reason}`;
    if (seen.has(key) || seen.size >= 100) return;
    seen.add(key);
    const subject = dimension === undefined ? `metric ${metric}` : `dimension ${dimension}`;
    process.stderr.write(`cumulog: ${subject} of ${namespace} was not published: ${reason}\n`);
  };
}
