import type { DescribeDeliveryDestinationsRequest } from "@aws-sdk/client-cloudwatch-logs";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { openDeliveries } from "../deliveries/deliveries.ts";
import { page } from "../pages.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DescribeDeliveryDestinations.html */
export function describeDeliveryDestinations(
  { limit = 50, nextToken }: Input<DescribeDeliveryDestinationsRequest>,
  { cloud }: Call,
): object {
  const all = [...cloud.state(openDeliveries).destinations.values()].map(
    ({ policy: _policy, ...shown }) => shown,
  );
  const { items, ...next } = page(all, {
    scope: "DescribeDeliveryDestinations",
    keyOf: ({ name = "" }) => [name],
    limit,
    nextToken,
  });
  return { deliveryDestinations: items, ...next };
}
