import type { UntagLogGroupRequest } from "@aws-sdk/client-cloudwatch-logs";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import type { LogsService } from "../logs-service.ts";
import { ofGroup, removeTags } from "../tags.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_UntagLogGroup.html */
export function untagLogGroup(input: Input<UntagLogGroupRequest>, { state: service }: Call<LogsService>) {
  const { store } = service;
  removeTags(ofGroup(service, store.group(input.logGroupName)), input.tags);
}
