import type { GetDeliveryDestinationRequest } from "@aws-sdk/client-cloudwatch-logs";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";

import { found, openDeliveries } from "../deliveries/deliveries.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_GetDeliveryDestination.html */
export function getDeliveryDestination(
  { name }: Input<GetDeliveryDestinationRequest>,
  { cloud }: Call,
): object {
  const { policy: _policy, ...deliveryDestination } = found(
    cloud.state(openDeliveries).destinations,
    name,
    "delivery destination",
  );
  return { deliveryDestination };
}
