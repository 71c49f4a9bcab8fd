import { randomUUID } from "node:crypto";
import type { PutQueryDefinitionRequest } from "@aws-sdk/client-cloudwatch-logs";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import type { LogsService } from "../logs-service.ts";
import { missing } from "../query-definition.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutQueryDefinition.html */
export function putQueryDefinition(
  input: Input<PutQueryDefinitionRequest>,
  { state: service, cloud }: Call<LogsService>,
) {
  const { queryDefinitions } = service;
  const { queryDefinitionId = randomUUID() } = input;
  if (input.queryDefinitionId !== undefined && !queryDefinitions.has(queryDefinitionId)) throw missing();
  queryDefinitions.set(queryDefinitionId, {
    queryDefinitionId,
    name: input.name,
    queryString: input.queryString,
    queryLanguage: input.queryLanguage ?? "CWLI",
    logGroupNames: input.logGroupNames ?? [],
    lastModified: cloud.clock.now(),
  });
  return { queryDefinitionId };
}
