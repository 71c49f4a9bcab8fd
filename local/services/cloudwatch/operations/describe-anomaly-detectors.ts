import type { Call } from "#kernel/cloud.ts";
import type { SingleMetric } from "../anomaly-detector.ts";
import type { CloudWatch } from "../state.ts";
import { pageOf, readDimensions } from "../validation.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAnomalyDetectors.html */
export function describeAnomalyDetectors(
  input: SingleMetric & { AnomalyDetectorTypes?: string[]; MaxResults?: number; NextToken?: string },
  { state: { detectors } }: Call<CloudWatch>,
) {
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
}
