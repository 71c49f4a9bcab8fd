import type * as Logs from "@aws-sdk/client-cloudwatch-logs";
import {
  DESCRIBE_MAX_ITEMS,
  type SubscriptionFilterInput,
  validateSubscriptionFilter,
} from "cumulog/semantics";
import type { Operations } from "../../../kernel/cloud.ts";
import { checkInput, type Members } from "../../../kernel/input-shape.ts";
import { ServiceError } from "../../../kernel/service-error.ts";
import { invalidParameter } from "../errors.ts";
import { compileFilterPattern } from "../filter-pattern.ts";
import type { LogsService } from "../logs-service.ts";
import { page } from "../pages.ts";
import { FILTER_NAME, GROUP_NAME, INVALID_PARAMETER, NEXT_TOKEN } from "../shapes.ts";

const TEXT = { type: "string" } as const;

/** Only the types: the constraints are `validateSubscriptionFilter`'s. */
const PUT: Members = {
  logGroupName: { ...GROUP_NAME, required: true },
  filterName: TEXT,
  filterPattern: TEXT,
  destinationArn: TEXT,
  roleArn: TEXT,
  distribution: TEXT,
  applyOnTransformedLogs: { type: "boolean" },
  emitSystemFields: { type: "list", of: TEXT },
};

const DESCRIBE: Members = {
  logGroupName: { ...GROUP_NAME, required: true },
  filterNamePrefix: FILTER_NAME,
  nextToken: NEXT_TOKEN,
  limit: { type: "integer", minimum: 1, maximum: DESCRIBE_MAX_ITEMS },
};

/** Subscription filters. */
export function subscriptionFilterOperations(service: LogsService): Operations {
  const { store, cloud } = service;
  return {
    async PutSubscriptionFilter(input: Logs.PutSubscriptionFilterRequest) {
      checkInput(input, PUT, INVALID_PARAMETER);
      checkAccount(service, input);
      const group = store.group(input.logGroupName!);
      validateSubscriptionFilter(input as SubscriptionFilterInput, [...group.subscriptionFilters.keys()]);
      compileFilterPattern(input.filterPattern!);
      if (group.settings.logGroupClass !== "STANDARD")
        throw invalidParameter(
          "Subscription filters are supported by log groups of the STANDARD class only.",
        );
      await checkDestination(service, input.destinationArn!, `${group.arn}:*`);
      const existed = group.subscriptionFilters.has(input.filterName!);
      group.subscriptionFilters.set(input.filterName!, {
        filterName: input.filterName!,
        logGroupName: group.name,
        filterPattern: input.filterPattern!,
        destinationArn: input.destinationArn!,
        ...(input.roleArn !== undefined && { roleArn: input.roleArn }),
        distribution: input.distribution ?? "ByLogStream",
        applyOnTransformedLogs: input.applyOnTransformedLogs ?? false,
        creationTime: cloud.clock.now(),
      });
      store.saveGroup(group);
      service.changed("AWS::Logs::SubscriptionFilter", input.filterName!, existed ? "updated" : "created");
    },

    DescribeSubscriptionFilters(input: Logs.DescribeSubscriptionFiltersRequest) {
      checkInput(input, DESCRIBE, INVALID_PARAMETER);
      const group = store.group(input.logGroupName!);
      const found = [...group.subscriptionFilters.values()].filter(({ filterName }) =>
        filterName!.startsWith(input.filterNamePrefix ?? ""),
      );
      const { items, ...rest } = page(found, {
        scope: "DescribeSubscriptionFilters",
        keyOf: ({ filterName }) => [filterName!],
        limit: input.limit ?? DESCRIBE_MAX_ITEMS,
        nextToken: input.nextToken,
      });
      return { subscriptionFilters: items, ...rest };
    },

    DeleteSubscriptionFilter(input: Logs.DeleteSubscriptionFilterRequest) {
      checkInput(
        input,
        { logGroupName: { ...GROUP_NAME, required: true }, filterName: { ...FILTER_NAME, required: true } },
        INVALID_PARAMETER,
      );
      const group = store.group(input.logGroupName!);
      if (!group.subscriptionFilters.delete(input.filterName!))
        throw new ServiceError(
          "ResourceNotFoundException",
          "The specified subscription filter does not exist.",
        );
      store.saveGroup(group);
      service.changed("AWS::Logs::SubscriptionFilter", input.filterName!, "deleted");
    },
  };
}

/** @throws ServiceError for a function of another account, before the log group is looked at */
function checkAccount(
  { cloud }: LogsService,
  { destinationArn = "" }: Logs.PutSubscriptionFilterRequest,
): void {
  const [, , vendor, , account] = destinationArn.split(":");
  if (vendor === "lambda" && account !== cloud.accountId)
    throw new ServiceError(
      "AccessDeniedException",
      "Cross-account lambda invocation passing is not allowed. You must use DestinationPolicies to create cross account lambda triggers.",
    );
}

/** Has the destination answer, as CloudWatch Logs does before it accepts a filter. */
async function checkDestination({ cloud }: LogsService, arn: string, sourceArn: string): Promise<void> {
  const vendor = arn.split(":")[2];
  if (vendor !== "lambda")
    throw invalidParameter(
      `Could not deliver test message to specified destination ${arn}: the local cloud delivers to Lambda functions only.`,
    );
  if (!(await cloud.has("lambda", "Invoke"))) return;
  try {
    const input = { FunctionName: arn, InvocationType: "DryRun", SourceArn: sourceArn };
    await cloud.call("lambda", "Invoke", input, { principal: "logs.amazonaws.com" });
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    throw invalidParameter(
      "Could not execute the lambda function. Make sure you have given CloudWatch Logs permission to execute your function.",
    );
  }
}
