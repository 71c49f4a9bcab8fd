import type { DeleteDeliveryRequest } from "@aws-sdk/client-cloudwatch-logs";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";

import { found, openDeliveries } from "../deliveries/deliveries.ts";
import type { LogsService } from "../logs-service.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DeleteDelivery.html */
export function deleteDelivery(
  { id }: Input<DeleteDeliveryRequest>,
  { cloud, state }: Call<LogsService>,
): object {
  const { deliveries } = cloud.state(openDeliveries);
  const { arn } = found(deliveries, id, "delivery");
  deliveries.delete(id);
  state.resourceTags.delete(arn!);
  return {};
}
