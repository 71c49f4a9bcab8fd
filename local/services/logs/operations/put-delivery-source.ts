import type { DeliverySource, PutDeliverySourceRequest } from "@aws-sdk/client-cloudwatch-logs";
import { arnOf } from "#kernel/arn.ts";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { ServiceError } from "#kernel/service-error.ts";
import { openDeliveries } from "../deliveries/deliveries.ts";
import type { LogsService } from "../logs-service.ts";

/** Kinds of logs of sources that have few. */
const LOG_TYPES: Readonly<Record<string, readonly string[]>> = {
  cloudfront: ["ACCESS_LOGS", "CONNECTION_LOGS"],
  mediapackagev2: ["EGRESS_ACCESS_LOGS", "INGRESS_ACCESS_LOGS"],
};

/** Where logs are delivered to cannot send any. */
const DESTINATIONS = ["s3", "logs", "firehose"];

function checkSource(known: DeliverySource | undefined, resourceArn: string, logType: string): void {
  const service = resourceArn.split(":")[2] ?? "";
  if (DESTINATIONS.includes(service))
    throw new ServiceError(
      "ResourceNotFoundException",
      "Cannot access provided service for Delivery Source resource.",
    );
  if (known && known.resourceArns?.[0] !== resourceArn)
    throw new ServiceError(
      "ConflictException",
      "Update of resourceArn is not allowed for an existing source.",
    );
  if (LOG_TYPES[service] && !LOG_TYPES[service].includes(logType))
    throw new ServiceError(
      "ValidationException",
      "This service is not allowed for this LogSource. Check the API documentation for allowed log types.",
    );
}

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutDeliverySource.html */
export function putDeliverySource(
  { name, resourceArn, logType, tags }: Input<PutDeliverySourceRequest>,
  { cloud, state: service }: Call<LogsService>,
): object {
  const { sources } = cloud.state(openDeliveries);
  checkSource(sources.get(name), resourceArn, logType);
  const source = {
    name,
    arn: arnOf(cloud, "logs", `delivery-source:${name}`),
    resourceArns: [resourceArn],
    service: resourceArn.split(":")[2] ?? "",
    logType,
    tags: tags ?? sources.get(name)?.tags ?? {},
  };
  sources.set(name, source);
  service.resourceTags.set(source.arn, source.tags);
  return { deliverySource: source };
}
