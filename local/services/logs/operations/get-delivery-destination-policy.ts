import type { GetDeliveryDestinationPolicyRequest } from "@aws-sdk/client-cloudwatch-logs";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";

import { found, openDeliveries } from "../deliveries/deliveries.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_GetDeliveryDestinationPolicy.html */
export function getDeliveryDestinationPolicy(
  { deliveryDestinationName }: Input<GetDeliveryDestinationPolicyRequest>,
  { cloud }: Call,
): object {
  const { destinations } = cloud.state(openDeliveries);
  const { policy } = found(destinations, deliveryDestinationName, "delivery destination");
  return { policy: policy === undefined ? {} : { deliveryDestinationPolicy: policy } };
}
