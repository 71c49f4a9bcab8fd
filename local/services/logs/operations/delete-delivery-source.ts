import type { DeleteDeliverySourceRequest } from "@aws-sdk/client-cloudwatch-logs";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";

import { checkUnused, found, openDeliveries } from "../deliveries/deliveries.ts";
import type { LogsService } from "../logs-service.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DeleteDeliverySource.html */
export function deleteDeliverySource(
  { name }: Input<DeleteDeliverySourceRequest>,
  { cloud, state }: Call<LogsService>,
): object {
  const deliveries = cloud.state(openDeliveries);
  const { arn } = found(deliveries.sources, name, "delivery source");
  checkUnused(deliveries, ({ deliverySourceName }) => deliverySourceName === name, "delivery source");
  deliveries.sources.delete(name);
  state.resourceTags.delete(arn!);
  return {};
}
