import type { TagResourceRequest } from "@aws-sdk/client-cloudwatch-logs";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import type { LogsService } from "../logs-service.ts";
import { addTags, byArn } from "../tags.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_TagResource.html */
export function tagResource(input: Input<TagResourceRequest>, { state: service }: Call<LogsService>) {
  addTags(byArn(service, input), input.tags);
}
