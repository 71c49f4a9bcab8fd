import type { PutDeliveryDestinationRequest } from "@aws-sdk/client-cloudwatch-logs";
import { arnOf } from "#kernel/arn.ts";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { ServiceError } from "#kernel/service-error.ts";
import { destinationType, openDeliveries } from "../deliveries/deliveries.ts";
import type { LogsService } from "../logs-service.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutDeliveryDestination.html */
export function putDeliveryDestination(
  {
    name,
    outputFormat,
    deliveryDestinationConfiguration,
    deliveryDestinationType,
    tags,
  }: Input<PutDeliveryDestinationRequest>,
  { cloud, state: service }: Call<LogsService>,
): object {
  const { destinations } = cloud.state(openDeliveries);
  const former = destinations.get(name);
  if (
    former?.outputFormat !== undefined &&
    outputFormat !== undefined &&
    former.outputFormat !== outputFormat
  )
    throw new ServiceError(
      "ValidationException",
      "Update to existing Delivery Destination OutputFormat is not allowed.",
    );
  const destination = {
    ...former,
    name,
    arn: arnOf(cloud, "logs", `delivery-destination:${name}`),
    deliveryDestinationType:
      deliveryDestinationType ?? destinationType(deliveryDestinationConfiguration?.destinationResourceArn),
    outputFormat: outputFormat ?? former?.outputFormat,
    deliveryDestinationConfiguration:
      deliveryDestinationConfiguration ?? former?.deliveryDestinationConfiguration,
    tags: tags ?? former?.tags ?? {},
  };
  destinations.set(name, destination);
  service.resourceTags.set(destination.arn, destination.tags);
  const { policy: _policy, ...deliveryDestination } = destination;
  return { deliveryDestination };
}
