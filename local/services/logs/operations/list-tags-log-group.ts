import type { ListTagsLogGroupRequest } from "@aws-sdk/client-cloudwatch-logs";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import type { LogsService } from "../logs-service.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_ListTagsLogGroup.html */
export function listTagsLogGroup(
  input: Input<ListTagsLogGroupRequest>,
  { state: service }: Call<LogsService>,
) {
  const { store } = service;
  return { tags: { ...store.group(input.logGroupName).settings.tags } };
}
