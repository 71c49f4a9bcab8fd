import type { GetDeliverySourceRequest } from "@aws-sdk/client-cloudwatch-logs";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";

import { found, openDeliveries } from "../deliveries/deliveries.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_GetDeliverySource.html */
export function getDeliverySource({ name }: Input<GetDeliverySourceRequest>, { cloud }: Call): object {
  return { deliverySource: found(cloud.state(openDeliveries).sources, name, "delivery source") };
}
