import type { DeleteLogStreamRequest } from "@aws-sdk/client-cloudwatch-logs";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import type { LogsService } from "../logs-service.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DeleteLogStream.html */
export function deleteLogStream(input: Input<DeleteLogStreamRequest>, { state: service }: Call<LogsService>) {
  const { store } = service;
  const group = store.group(input.logGroupName);
  store.deleteStream(group, store.stream(group, input.logStreamName));
}
