import type { GetScheduledQueryRequest } from "@aws-sdk/client-cloudwatch-logs";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import type { LogsService } from "../logs-service.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_GetScheduledQuery.html */
export function getScheduledQuery(
  input: Input<GetScheduledQueryRequest>,
  { state: service }: Call<LogsService>,
): object {
  return service.scheduledQueries.describe(service.scheduledQueries.get(input.identifier));
}
