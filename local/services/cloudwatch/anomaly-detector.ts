import type { MetricDataQuery } from "./metric-data-query.ts";
import { checkIds, checkQuery, checkStatistic } from "./query-checks.ts";
import { type Dimension, missing, readDimensions } from "./validation.ts";

export interface SingleMetric {
  readonly AccountId?: string;
  readonly Namespace?: string;
  readonly MetricName?: string;
  readonly Dimensions?: readonly Dimension[];
  readonly Stat?: string;
}

export interface DetectorInput extends SingleMetric {
  readonly Configuration?: object;
  readonly MetricCharacteristics?: object;
  readonly SingleMetricAnomalyDetector?: SingleMetric;
  readonly MetricMathAnomalyDetector?: { readonly MetricDataQueries: readonly MetricDataQuery[] };
}

export type Detector = Pick<
  DetectorInput,
  "Configuration" | "MetricCharacteristics" | "SingleMetricAnomalyDetector" | "MetricMathAnomalyDetector"
>;

export function detectorOf(input: DetectorInput): Detector {
  const { Configuration, MetricCharacteristics, MetricMathAnomalyDetector } = input;
  const common = {
    ...(Configuration && { Configuration }),
    ...(MetricCharacteristics && { MetricCharacteristics }),
  };
  if (MetricMathAnomalyDetector) {
    checkIds(MetricMathAnomalyDetector.MetricDataQueries ?? []);
    for (const query of MetricMathAnomalyDetector.MetricDataQueries ?? []) checkQuery(query);
    return { ...common, MetricMathAnomalyDetector };
  }
  const {
    AccountId,
    Namespace,
    MetricName,
    Dimensions = [],
    Stat,
  } = input.SingleMetricAnomalyDetector ?? input;
  if (!Namespace) throw missing("Namespace");
  if (!MetricName) throw missing("MetricName");
  if (!Stat) throw missing("Stat");
  checkStatistic(Stat);
  readDimensions(Dimensions);
  const SingleMetricAnomalyDetector = {
    ...(AccountId && { AccountId }),
    Namespace,
    MetricName,
    Dimensions,
    Stat,
  };
  return { ...common, SingleMetricAnomalyDetector };
}

export function keyOf({ SingleMetricAnomalyDetector: single, MetricMathAnomalyDetector }: Detector): string {
  if (!single) return JSON.stringify(MetricMathAnomalyDetector);
  const dimensions = Object.entries(readDimensions(single.Dimensions)).sort();
  return JSON.stringify([single.Namespace, single.MetricName, single.Stat, dimensions]);
}
