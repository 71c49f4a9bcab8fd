import { randomUUID } from "node:crypto";
import type * as Logs from "@aws-sdk/client-cloudwatch-logs";
import type { Operations } from "../../../kernel/cloud.ts";
import { checkInput, type Members } from "../../../kernel/input-shape.ts";
import { ServiceError } from "../../../kernel/service-error.ts";
import type { LogsService } from "../logs-service.ts";
import { page } from "../pages.ts";
import { GROUP_NAME, INVALID_PARAMETER, NEXT_TOKEN } from "../shapes.ts";
import { StoredMap } from "../stored-map.ts";

const PUT: Members = {
  name: { type: "string", minimum: 1, maximum: 255, required: true },
  queryDefinitionId: { type: "string", maximum: 256 },
  logGroupNames: { type: "list", of: GROUP_NAME },
  queryString: { type: "string", minimum: 1, maximum: 10_000, required: true },
  clientToken: { type: "string", minimum: 36, maximum: 128 },
  queryLanguage: { type: "string", values: ["CWLI", "SQL", "PPL"] },
};

/** Saved Insights queries. */
export function queryDefinitionOperations({ store, cloud }: LogsService): Operations {
  const definitions = new StoredMap<Logs.QueryDefinition>(store.collection("logs.query-definitions"));
  return {
    PutQueryDefinition(input: Logs.PutQueryDefinitionRequest) {
      checkInput(input, PUT, INVALID_PARAMETER);
      const { queryDefinitionId = randomUUID() } = input;
      if (input.queryDefinitionId !== undefined && !definitions.has(queryDefinitionId)) throw missing();
      definitions.set(queryDefinitionId, {
        queryDefinitionId,
        name: input.name!,
        queryString: input.queryString!,
        queryLanguage: input.queryLanguage ?? "CWLI",
        logGroupNames: input.logGroupNames ?? [],
        lastModified: cloud.clock.now(),
      });
      return { queryDefinitionId };
    },

    DescribeQueryDefinitions(input: Logs.DescribeQueryDefinitionsRequest) {
      checkInput(
        input,
        {
          queryDefinitionNamePrefix: { type: "string", minimum: 1, maximum: 255 },
          maxResults: { type: "integer", minimum: 1, maximum: 1_000 },
          nextToken: NEXT_TOKEN,
        },
        INVALID_PARAMETER,
      );
      const prefix = input.queryDefinitionNamePrefix ?? "";
      const { items, ...rest } = page(
        [...definitions.values()].filter(({ name }) => name!.startsWith(prefix)),
        {
          scope: "DescribeQueryDefinitions",
          keyOf: ({ name, queryDefinitionId }) => [name!, queryDefinitionId!],
          limit: input.maxResults ?? 1_000,
          nextToken: input.nextToken,
        },
      );
      return { queryDefinitions: items, ...rest };
    },

    DeleteQueryDefinition(input: Logs.DeleteQueryDefinitionRequest) {
      checkInput(input, { queryDefinitionId: { type: "string", required: true } }, INVALID_PARAMETER);
      if (!definitions.delete(input.queryDefinitionId!)) throw missing();
      return { success: true };
    },
  };
}

function missing(): ServiceError {
  return new ServiceError("ResourceNotFoundException", "The specified query definition does not exist.");
}
