import type { DeleteScheduledQueryRequest } from "@aws-sdk/client-cloudwatch-logs";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import type { LogsService } from "../logs-service.ts";
import { isManagement } from "../scheduled-queries/management.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DeleteScheduledQuery.html */
export function deleteScheduledQuery(
  input: Input<DeleteScheduledQueryRequest>,
  call: Call<LogsService>,
): object {
  const { name, arn } = call.state.scheduledQueries.get(input.identifier);
  call.state.scheduledQueries.delete(input.identifier, isManagement(call));
  call.state.resourceTags.delete(arn);
  call.state.changed("AWS::Logs::ScheduledQuery", name, "deleted");
  return {};
}
