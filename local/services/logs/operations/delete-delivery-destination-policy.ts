import type { DeleteDeliveryDestinationPolicyRequest } from "@aws-sdk/client-cloudwatch-logs";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";

import { found, openDeliveries } from "../deliveries/deliveries.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DeleteDeliveryDestinationPolicy.html */
export function deleteDeliveryDestinationPolicy(
  { deliveryDestinationName }: Input<DeleteDeliveryDestinationPolicyRequest>,
  { cloud }: Call,
): object {
  const { destinations } = cloud.state(openDeliveries);
  const { policy: _policy, ...destination } = found(
    destinations,
    deliveryDestinationName,
    "delivery destination",
  );
  destinations.set(deliveryDestinationName, destination);
  return {};
}
