import type { DeleteDeliveryDestinationRequest } from "@aws-sdk/client-cloudwatch-logs";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";

import { checkUnused, found, openDeliveries } from "../deliveries/deliveries.ts";
import type { LogsService } from "../logs-service.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DeleteDeliveryDestination.html */
export function deleteDeliveryDestination(
  { name }: Input<DeleteDeliveryDestinationRequest>,
  { cloud, state }: Call<LogsService>,
): object {
  const deliveries = cloud.state(openDeliveries);
  const { arn } = found(deliveries.destinations, name, "delivery destination");
  checkUnused(
    deliveries,
    ({ deliveryDestinationArn }) => deliveryDestinationArn === arn,
    "delivery destination",
  );
  deliveries.destinations.delete(name);
  state.resourceTags.delete(arn!);
  return {};
}
