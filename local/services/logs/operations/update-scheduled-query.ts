import type { UpdateScheduledQueryRequest } from "@aws-sdk/client-cloudwatch-logs";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import type { LogsService } from "../logs-service.ts";
import { isManagement } from "../scheduled-queries/management.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_UpdateScheduledQuery.html */
export function updateScheduledQuery(
  input: Input<UpdateScheduledQueryRequest>,
  call: Call<LogsService>,
): object {
  const { scheduledQueries } = call.state;
  const record = scheduledQueries.update(input, isManagement(call));
  call.state.changed("AWS::Logs::ScheduledQuery", record.name, "updated");
  return scheduledQueries.describe(record);
}
