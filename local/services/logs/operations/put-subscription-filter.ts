import type * as Logs from "@aws-sdk/client-cloudwatch-logs";
import type { PutSubscriptionFilterRequest } from "@aws-sdk/client-cloudwatch-logs";
import { validateSubscriptionFilter } from "cumulog/semantics";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { ServiceError } from "#kernel/service-error.ts";
import { invalidParameter } from "../errors.ts";
import { compileFilterPattern } from "../filter-pattern.ts";
import type { LogsService } from "../logs-service.ts";
import { checkDestination } from "../subscription-destination.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutSubscriptionFilter.html */
export async function putSubscriptionFilter(
  input: Input<PutSubscriptionFilterRequest>,
  { state: service, cloud }: Call<LogsService>,
) {
  const { store } = service;
  checkAccount(service, input);
  const group = store.group(input.logGroupName);
  validateSubscriptionFilter(input, [...group.subscriptionFilters.keys()]);
  compileFilterPattern(input.filterPattern);
  if (group.settings.logGroupClass !== "STANDARD")
    throw invalidParameter("Subscription filters are supported by log groups of the STANDARD class only.");
  await checkDestination(service, input.destinationArn, `${group.arn}:*`);
  const existed = group.subscriptionFilters.has(input.filterName);
  group.subscriptionFilters.set(input.filterName, {
    filterName: input.filterName,
    logGroupName: group.name,
    filterPattern: input.filterPattern,
    destinationArn: input.destinationArn,
    ...(input.roleArn !== undefined && { roleArn: input.roleArn }),
    distribution: input.distribution ?? "ByLogStream",
    applyOnTransformedLogs: input.applyOnTransformedLogs ?? false,
    creationTime: cloud.clock.now(),
  });
  store.saveGroup(group);
  service.changed("AWS::Logs::SubscriptionFilter", input.filterName, existed ? "updated" : "created");
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
