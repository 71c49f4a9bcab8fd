import type { PutDestinationPolicyRequest } from "@aws-sdk/client-cloudwatch-logs";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { findDestination } from "../destination.ts";
import type { LogsService } from "../logs-service.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutDestinationPolicy.html */
export function putDestinationPolicy(
  input: Input<PutDestinationPolicyRequest>,
  { state: service }: Call<LogsService>,
) {
  const { destinations } = service;
  const destination = findDestination(service, input.destinationName);
  destinations.set(input.destinationName, { ...destination, accessPolicy: input.accessPolicy });
}
