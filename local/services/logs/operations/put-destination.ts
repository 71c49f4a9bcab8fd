import type * as Logs from "@aws-sdk/client-cloudwatch-logs";
import type { PutDestinationRequest } from "@aws-sdk/client-cloudwatch-logs";
import { arnOf } from "#kernel/arn.ts";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import type { LogsService } from "../logs-service.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutDestination.html */
export function putDestination(
  input: Input<PutDestinationRequest>,
  { state: service, cloud }: Call<LogsService>,
) {
  const { resourceTags, destinations } = service;
  const { destinationName, targetArn, roleArn, tags } = input;
  const arn = arnOf(cloud, "logs", `destination:${destinationName}`);
  const known = destinations.get(destinationName!);
  const destination: Logs.Destination = {
    creationTime: cloud.clock.now(),
    ...known,
    destinationName,
    targetArn,
    roleArn,
    arn,
  };
  destinations.set(destinationName!, destination);
  resourceTags.set(arn, { ...resourceTags.get(arn), ...tags });
  return { destination };
}
