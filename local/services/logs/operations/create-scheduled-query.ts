import type { CreateScheduledQueryRequest } from "@aws-sdk/client-cloudwatch-logs";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import type { LogsService } from "../logs-service.ts";
import { isManagement } from "../scheduled-queries/management.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateScheduledQuery.html */
export function createScheduledQuery(
  input: Input<CreateScheduledQueryRequest>,
  call: Call<LogsService>,
): object {
  const { arn, state, name } = call.state.scheduledQueries.create(input, isManagement(call));
  if (input.tags) call.state.resourceTags.set(arn, input.tags);
  call.state.changed("AWS::Logs::ScheduledQuery", name, "created");
  return { scheduledQueryArn: arn, state };
}
