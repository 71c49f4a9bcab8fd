import type { UntagResourceRequest } from "@aws-sdk/client-cloudwatch-logs";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import type { LogsService } from "../logs-service.ts";
import { byArn, removeTags } from "../tags.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_UntagResource.html */
export function untagResource(input: Input<UntagResourceRequest>, { state: service }: Call<LogsService>) {
  removeTags(byArn(service, input), input.tagKeys);
}
