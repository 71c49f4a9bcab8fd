import type { ListMetricsInput } from "@aws-sdk/client-cloudwatch";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import type { CloudWatch } from "../state.ts";
import { dimensionsOf, invalidValue, pageOf, validationError } from "../validation.ts";

const PAGE = 500;

const HOUR = 3_600_000;

const LISTED_FOR = 14 * 24 * HOUR;

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_ListMetrics.html */
export function listMetrics(input: Input<ListMetricsInput>, { state: { metrics }, cloud }: Call<CloudWatch>) {
  if (input.RecentlyActive !== undefined && input.RecentlyActive !== "PT3H")
    throw validationError("The parameter RecentlyActive must be PT3H.");
  const oldest = cloud.clock.now() - (input.RecentlyActive ? 3 * HOUR : LISTED_FOR);
  const found = [...metrics.all()].filter(({ identity, lastRecorded }) => {
    if (lastRecorded < oldest) return false;
    if (input.Namespace !== undefined && identity.namespace !== input.Namespace) return false;
    if (input.MetricName !== undefined && identity.metricName !== input.MetricName) return false;
    return (input.Dimensions ?? []).every(({ Name, Value }) => {
      const value = identity.dimensions?.[Name];
      return value !== undefined && (Value === undefined || value === Value);
    });
  });
  const { items, NextToken } = pageOf(found, input.NextToken, PAGE, () =>
    invalidValue("Request parameter NextToken is invalid"),
  );
  return {
    Metrics: items.map(({ identity }) => ({
      Namespace: identity.namespace,
      MetricName: identity.metricName,
      Dimensions: dimensionsOf(identity),
    })),
    ...(NextToken && { NextToken }),
  };
}
