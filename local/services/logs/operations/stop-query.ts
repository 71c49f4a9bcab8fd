import type { StopQueryRequest } from "@aws-sdk/client-cloudwatch-logs";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { invalidParameter } from "../errors.ts";
import type { LogsService } from "../logs-service.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_StopQuery.html */
export function stopQuery(input: Input<StopQueryRequest>, { state: service }: Call<LogsService>) {
  const run = service.queries.get(input.queryId);
  if (!service.queries.stop(run))
    throw invalidParameter(`Query ${run.id} is not running: its status is ${run.status}.`);
  return { success: true };
}
