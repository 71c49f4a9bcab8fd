import type { DeleteDeliverySourceRequest } from "@aws-sdk/client-cloudwatch-logs";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";

import { checkUnused, found, openDeliveries } from "../deliveries/deliveries.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DeleteDeliverySource.html */
export function deleteDeliverySource({ name }: Input<DeleteDeliverySourceRequest>, { cloud }: Call): object {
  const deliveries = cloud.state(openDeliveries);
  found(deliveries.sources, name, "delivery source");
  checkUnused(deliveries, ({ deliverySourceName }) => deliverySourceName === name, "delivery source");
  deliveries.sources.delete(name);
  return {};
}
