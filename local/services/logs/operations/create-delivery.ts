import { randomBytes } from "node:crypto";
import type { CreateDeliveryRequest, Delivery } from "@aws-sdk/client-cloudwatch-logs";
import { arnOf } from "#kernel/arn.ts";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { ServiceError } from "#kernel/service-error.ts";
import { found, openDeliveries } from "../deliveries/deliveries.ts";
import type { LogsService } from "../logs-service.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateDelivery.html */
export function createDelivery(
  input: Input<CreateDeliveryRequest>,
  { cloud, state: service }: Call<LogsService>,
): object {
  const kept = cloud.state(openDeliveries);
  const { deliverySourceName, deliveryDestinationArn, tags = {} } = input;
  found(kept.sources, deliverySourceName, "delivery source");
  const destination = [...kept.destinations.values()].find(({ arn }) => arn === deliveryDestinationArn);
  if (!destination)
    throw new ServiceError(
      "ResourceNotFoundException",
      `The specified delivery destination does not exist: ${deliveryDestinationArn}.`,
    );
  const same = (one: Delivery) =>
    one.deliverySourceName === deliverySourceName && one.deliveryDestinationArn === deliveryDestinationArn;
  if ([...kept.deliveries.values()].some(same))
    throw new ServiceError(
      "ConflictException",
      "A delivery from this source to this destination exists already.",
    );
  const id = randomBytes(8)
    .toString("base64url")
    .replaceAll(/[^A-Za-z0-9]/g, "x");
  const delivery = {
    ...input,
    id,
    arn: arnOf(cloud, "logs", `delivery:${id}`),
    deliveryDestinationType: destination.deliveryDestinationType!,
    tags,
  };
  kept.deliveries.set(id, delivery);
  service.resourceTags.set(delivery.arn, tags);
  return { delivery };
}
