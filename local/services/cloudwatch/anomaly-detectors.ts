import type { Cloud, Operations } from "../../kernel/cloud.ts";
import type { Members } from "../../kernel/input-shape.ts";
import type { Collection } from "../../kernel/storage/storage.ts";
import type { MetricDataQuery } from "./metric-data-query.ts";
import { checkIds, checkQuery, checkStatistic } from "./put-metric-alarm.ts";
import { METRIC_DATA_QUERIES, SINGLE_METRIC } from "./shapes.ts";
import { checkMembers, type Dimension, missing, notFound, pageOf, readDimensions } from "./validation.ts";

interface SingleMetric {
  readonly AccountId?: string;
  readonly Namespace?: string;
  readonly MetricName?: string;
  readonly Dimensions?: readonly Dimension[];
  readonly Stat?: string;
}

interface DetectorInput extends SingleMetric {
  readonly Configuration?: object;
  readonly MetricCharacteristics?: object;
  readonly SingleMetricAnomalyDetector?: SingleMetric;
  readonly MetricMathAnomalyDetector?: { readonly MetricDataQueries: readonly MetricDataQuery[] };
}

export type Detector = Pick<
  DetectorInput,
  "Configuration" | "MetricCharacteristics" | "SingleMetricAnomalyDetector" | "MetricMathAnomalyDetector"
>;

const DETECTOR: Members = {
  ...SINGLE_METRIC,
  SingleMetricAnomalyDetector: { type: "structure", members: SINGLE_METRIC },
  MetricMathAnomalyDetector: {
    type: "structure",
    members: { MetricDataQueries: METRIC_DATA_QUERIES },
  },
};

/**
 * Anomaly detectors. Bands are computed where an alarm or a query asks for them: the mean of the two weeks before, plus
 * and minus the given number of standard deviations.
 */
export function anomalyDetectorOperations(cloud: Cloud, kept: Collection<Detector>): Operations {
  const detectors = new Map<string, Detector>(kept.entries());
  return {
    PutAnomalyDetector(input: DetectorInput) {
      checkMembers(input, DETECTOR);
      const detector = detectorOf(input);
      const key = keyOf(detector);
      const change = detectors.has(key) ? "updated" : "created";
      detectors.set(key, detector);
      kept.set(key, detector);
      cloud.events.emit("resource", { type: "AWS::CloudWatch::AnomalyDetector", name: key, change });
      return {};
    },

    DescribeAnomalyDetectors(
      input: SingleMetric & { AnomalyDetectorTypes?: string[]; MaxResults?: number; NextToken?: string },
    ) {
      checkMembers(input, {
        ...SINGLE_METRIC,
        AnomalyDetectorTypes: {
          type: "list",
          of: { type: "string", values: ["SINGLE_METRIC", "METRIC_MATH"] },
        },
        MaxResults: { type: "integer", minimum: 1 },
        NextToken: { type: "string" },
      });
      const types = input.AnomalyDetectorTypes ?? ["SINGLE_METRIC"];
      const wanted = Object.entries(readDimensions(input.Dimensions));
      const found = [...detectors.values()].filter(({ SingleMetricAnomalyDetector: single }) => {
        if (!types.includes(single ? "SINGLE_METRIC" : "METRIC_MATH")) return false;
        if (input.Namespace !== undefined && single?.Namespace !== input.Namespace) return false;
        if (input.MetricName !== undefined && single?.MetricName !== input.MetricName) return false;
        const own = readDimensions(single?.Dimensions);
        return wanted.every(([name, value]) => own[name] === value);
      });
      const { items, NextToken } = pageOf(found, input.NextToken, input.MaxResults ?? 100);
      return {
        AnomalyDetectors: items.map((detector) => ({
          Configuration: { ExcludedTimeRanges: [] },
          ...detector.SingleMetricAnomalyDetector,
          ...detector,
          StateValue: "TRAINED",
        })),
        ...(NextToken && { NextToken }),
      };
    },

    DeleteAnomalyDetector(input: DetectorInput) {
      checkMembers(input, DETECTOR);
      const key = keyOf(detectorOf(input));
      if (!detectors.delete(key)) throw notFound("The anomaly detector does not exist.");
      kept.delete(key);
      cloud.events.emit("resource", {
        type: "AWS::CloudWatch::AnomalyDetector",
        name: key,
        change: "deleted",
      });
      return {};
    },
  };
}

function detectorOf(input: DetectorInput): Detector {
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

function keyOf({ SingleMetricAnomalyDetector: single, MetricMathAnomalyDetector }: Detector): string {
  if (!single) return JSON.stringify(MetricMathAnomalyDetector);
  const dimensions = Object.entries(readDimensions(single.Dimensions)).sort();
  return JSON.stringify([single.Namespace, single.MetricName, single.Stat, dimensions]);
}
