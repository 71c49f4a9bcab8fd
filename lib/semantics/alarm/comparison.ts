import type { ComparisonOperator } from "./types.ts";

export interface Thresholds {
  readonly threshold: number;
  readonly lower: number;
  readonly upper: number;
}

interface Comparison {
  /** Whether the thresholds come from a band instead of the alarm. */
  readonly band: boolean;
  readonly breaches: (value: number, thresholds: Thresholds) => boolean;
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html */
export const COMPARISONS: Readonly<Record<ComparisonOperator, Comparison>> = {
  GreaterThanOrEqualToThreshold: { band: false, breaches: (value, { threshold }) => value >= threshold },
  GreaterThanThreshold: { band: false, breaches: (value, { threshold }) => value > threshold },
  LessThanThreshold: { band: false, breaches: (value, { threshold }) => value < threshold },
  LessThanOrEqualToThreshold: { band: false, breaches: (value, { threshold }) => value <= threshold },
  LessThanLowerOrGreaterThanUpperThreshold: {
    band: true,
    breaches: (value, { lower, upper }) => value < lower || value > upper,
  },
  LessThanLowerThreshold: { band: true, breaches: (value, { lower }) => value < lower },
  GreaterThanUpperThreshold: { band: true, breaches: (value, { upper }) => value > upper },
};
