import type { MonitoredResource } from "../log-entry.ts";

/**
 * A log-based metric in the API's JSON form.
 *
 * @see https://cloud.google.com/logging/docs/reference/v2/rest/v2/projects.metrics
 */
export interface LogMetric {
  readonly name: string;
  readonly description?: string;
  /** Entries that match are counted, or their value is recorded. */
  readonly filter?: string;
  /** `projects/P/locations/L/buckets/B`: only entries that reach this bucket count. */
  readonly bucketName?: string;
  /** Whether it counts nothing for now. */
  readonly disabled?: boolean;
  readonly metricDescriptor?: LogMetricDescriptor;
  /** `EXTRACT(field)` or `REGEXP_EXTRACT(field, "regex")`: what a distribution records. */
  readonly valueExtractor?: string;
  /** An extractor for each label of the descriptor. */
  readonly labelExtractors?: Readonly<Record<string, string>>;
  readonly bucketOptions?: BucketOptions;
}

/** What a log-based metric looks like in Cloud Monitoring. */
export interface LogMetricDescriptor {
  /** @default "DELTA" */
  readonly metricKind?: string;
  /** `INT64` counts, `DISTRIBUTION` records values. @default "INT64" */
  readonly valueType?: string;
  /** @default "1" */
  readonly unit?: string;
  readonly labels?: readonly LogMetricLabel[];
  /** Made of the project and the metric's name. */
  readonly name?: string;
  /** `logging.googleapis.com/user/NAME`. */
  readonly type?: string;
  readonly description?: string;
  readonly displayName?: string;
}

/** A label of a log-based metric. */
export interface LogMetricLabel {
  readonly key?: string;
  /** `STRING`, `INT64` or `BOOL`. @default "STRING" */
  readonly valueType?: string;
  readonly description?: string;
}

/**
 * Where the buckets of a distribution lie; exactly one member.
 *
 * @see https://cloud.google.com/logging/docs/reference/v2/rest/v2/projects.metrics#bucketoptions
 */
export interface BucketOptions {
  readonly linearBuckets?: {
    readonly numFiniteBuckets?: number;
    readonly width?: number;
    readonly offset?: number;
  };
  readonly exponentialBuckets?: {
    readonly numFiniteBuckets?: number;
    readonly growthFactor?: number;
    readonly scale?: number;
  };
  readonly explicitBuckets?: { readonly bounds?: readonly number[] };
}

/** Values of a metric's labels, in the type that the descriptor declares. */
export type LogMetricLabels = Readonly<Record<string, string | number | boolean>>;

/** What one entry adds to a log-based metric. */
export interface LogMetricSample {
  readonly resource: MonitoredResource;
  readonly labels: LogMetricLabels;
  /** Start of the minute in which it counts, in ms since the epoch. */
  readonly minute: number;
  /** What a distribution records; a counter counts 1. */
  readonly value: number;
}
