import type { DescribeDeliveriesRequest } from "@aws-sdk/client-cloudwatch-logs";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { openDeliveries } from "../deliveries/deliveries.ts";
import { page } from "../pages.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DescribeDeliveries.html */
export function describeDeliveries(
  { limit = 50, nextToken }: Input<DescribeDeliveriesRequest>,
  { cloud }: Call,
): object {
  const all = [...cloud.state(openDeliveries).deliveries.values()];
  const { items, ...next } = page(all, {
    scope: "DescribeDeliveries",
    keyOf: ({ id = "" }) => [id],
    limit,
    nextToken,
  });
  return { deliveries: items, ...next };
}
