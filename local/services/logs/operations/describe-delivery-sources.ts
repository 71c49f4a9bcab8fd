import type { DescribeDeliverySourcesRequest } from "@aws-sdk/client-cloudwatch-logs";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { openDeliveries } from "../deliveries/deliveries.ts";
import { page } from "../pages.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DescribeDeliverySources.html */
export function describeDeliverySources(
  { limit = 50, nextToken }: Input<DescribeDeliverySourcesRequest>,
  { cloud }: Call,
): object {
  const all = [...cloud.state(openDeliveries).sources.values()];
  const { items, ...next } = page(all, {
    scope: "DescribeDeliverySources",
    keyOf: ({ name = "" }) => [name],
    limit,
    nextToken,
  });
  return { deliverySources: items, ...next };
}
