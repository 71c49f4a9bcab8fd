import type { UpdateDeliveryConfigurationRequest } from "@aws-sdk/client-cloudwatch-logs";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";

import { found, openDeliveries } from "../deliveries/deliveries.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_UpdateDeliveryConfiguration.html */
export function updateDeliveryConfiguration(
  { id, ...settings }: Input<UpdateDeliveryConfigurationRequest>,
  { cloud }: Call,
): object {
  const { deliveries } = cloud.state(openDeliveries);
  deliveries.set(id, { ...found(deliveries, id, "delivery"), ...settings });
  return {};
}
