import type { PutDeliveryDestinationPolicyRequest } from "@aws-sdk/client-cloudwatch-logs";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";

import { found, openDeliveries } from "../deliveries/deliveries.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutDeliveryDestinationPolicy.html */
export function putDeliveryDestinationPolicy(
  { deliveryDestinationName, deliveryDestinationPolicy }: Input<PutDeliveryDestinationPolicyRequest>,
  { cloud }: Call,
): object {
  const { destinations } = cloud.state(openDeliveries);
  const destination = found(destinations, deliveryDestinationName, "delivery destination");
  destinations.set(deliveryDestinationName, { ...destination, policy: deliveryDestinationPolicy });
  return { policy: { deliveryDestinationPolicy } };
}
