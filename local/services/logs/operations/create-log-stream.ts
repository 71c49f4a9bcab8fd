import type { CreateLogStreamRequest } from "@aws-sdk/client-cloudwatch-logs";
import { validateLogGroupName, validateLogStreamName } from "cumulog/semantics";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { ServiceError } from "#kernel/service-error.ts";
import type { LogsService } from "../logs-service.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogStream.html */
export function createLogStream(input: Input<CreateLogStreamRequest>, { state: service }: Call<LogsService>) {
  const { store } = service;
  validateLogGroupName(input.logGroupName);
  validateLogStreamName(input.logStreamName);
  const group = store.group(input.logGroupName);
  if (group.streams.has(input.logStreamName))
    throw new ServiceError("ResourceAlreadyExistsException", "The specified log stream already exists");
  store.addStream(group, input.logStreamName);
}
