import type { ListTagsForResourceRequest } from "@aws-sdk/client-cloudwatch-logs";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import type { LogsService } from "../logs-service.ts";
import { byArn } from "../tags.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_ListTagsForResource.html */
export function listTagsForResource(
  input: Input<ListTagsForResourceRequest>,
  { state: service }: Call<LogsService>,
) {
  return { tags: byArn(service, input).tags };
}
