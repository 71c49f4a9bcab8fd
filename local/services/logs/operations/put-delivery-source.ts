import type { PutDeliverySourceRequest } from "@aws-sdk/client-cloudwatch-logs";
import { arnOf } from "../../../kernel/arn.ts";
import type { Call } from "../../../kernel/cloud.ts";
import type { Input } from "../../../kernel/service.ts";
import { openDeliveries } from "../deliveries/deliveries.ts";
import type { LogsService } from "../logs-service.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutDeliverySource.html */
export function putDeliverySource(
  { name, resourceArn, logType, tags }: Input<PutDeliverySourceRequest>,
  { cloud, state: service }: Call<LogsService>,
): object {
  const { sources } = cloud.state(openDeliveries);
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
