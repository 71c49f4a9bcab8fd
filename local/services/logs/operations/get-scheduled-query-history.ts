import type { GetScheduledQueryHistoryRequest } from "@aws-sdk/client-cloudwatch-logs";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import type { LogsService } from "../logs-service.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_GetScheduledQueryHistory.html */
export function getScheduledQueryHistory(
  input: Input<GetScheduledQueryHistoryRequest>,
  { state: service }: Call<LogsService>,
): object {
  return service.scheduledQueries.history(input);
}
