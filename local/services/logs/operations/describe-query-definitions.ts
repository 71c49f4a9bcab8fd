import type { DescribeQueryDefinitionsRequest } from "@aws-sdk/client-cloudwatch-logs";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import type { LogsService } from "../logs-service.ts";
import { page } from "../pages.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DescribeQueryDefinitions.html */
export function describeQueryDefinitions(
  input: Input<DescribeQueryDefinitionsRequest>,
  { state: service }: Call<LogsService>,
) {
  const { queryDefinitions } = service;
  const prefix = input.queryDefinitionNamePrefix ?? "";
  const { items, ...rest } = page(
    [...queryDefinitions.values()].filter(({ name }) => name!.startsWith(prefix)),
    {
      scope: "DescribeQueryDefinitions",
      keyOf: ({ name, queryDefinitionId }) => [name!, queryDefinitionId!],
      limit: input.maxResults ?? 1_000,
      nextToken: input.nextToken,
    },
  );
  return { queryDefinitions: items, ...rest };
}
