import type { TagLogGroupRequest } from "@aws-sdk/client-cloudwatch-logs";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import type { LogsService } from "../logs-service.ts";
import { addTags, ofGroup } from "../tags.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_TagLogGroup.html */
export function tagLogGroup(input: Input<TagLogGroupRequest>, { state: service }: Call<LogsService>) {
  const { store } = service;
  addTags(ofGroup(service, store.group(input.logGroupName)), input.tags);
}
