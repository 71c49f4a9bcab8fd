import type { GetDeliveryRequest } from "@aws-sdk/client-cloudwatch-logs";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";

import { found, openDeliveries } from "../deliveries/deliveries.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_GetDelivery.html */
export function getDelivery({ id }: Input<GetDeliveryRequest>, { cloud }: Call): object {
  return { delivery: found(cloud.state(openDeliveries).deliveries, id, "delivery") };
}
