import type { MetricUnit } from "../limits.ts";

/** One metric of one dimension set, as CloudWatch would store it. */
export interface EmfMetric {
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions: Readonly<Record<string, string>>;
  /** Every value is a sample of its own, unless {@link counts} says how many it stands for. */
  readonly values: readonly number[];
  readonly counts?: readonly number[];
  readonly statisticSet?: {
    readonly sampleCount: number;
    readonly sum: number;
    readonly maximum: number;
    readonly minimum: number;
  };
  readonly unit: MetricUnit;
  /** Milliseconds since the epoch, from the document and not from the log event. */
  readonly timestamp: number;
  /** Seconds. */
  readonly storageResolution: 1 | 60;
}
