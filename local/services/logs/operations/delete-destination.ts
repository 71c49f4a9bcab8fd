import type { DeleteDestinationRequest } from "@aws-sdk/client-cloudwatch-logs";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { findDestination } from "../destination.ts";
import type { LogsService } from "../logs-service.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DeleteDestination.html */
export function deleteDestination(
  input: Input<DeleteDestinationRequest>,
  { state: service }: Call<LogsService>,
) {
  const { resourceTags, destinations } = service;
  const { arn } = findDestination(service, input.destinationName);
  destinations.delete(input.destinationName);
  resourceTags.delete(arn!);
}
