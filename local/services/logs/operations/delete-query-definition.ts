import type { DeleteQueryDefinitionRequest } from "@aws-sdk/client-cloudwatch-logs";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import type { LogsService } from "../logs-service.ts";
import { missing } from "../query-definition.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DeleteQueryDefinition.html */
export function deleteQueryDefinition(
  input: Input<DeleteQueryDefinitionRequest>,
  { state: service }: Call<LogsService>,
) {
  const { queryDefinitions } = service;
  if (!queryDefinitions.delete(input.queryDefinitionId)) throw missing();
  return { success: true };
}
