import type { PutAccountPolicyRequest } from "@aws-sdk/client-cloudwatch-logs";
import { arnOf } from "#kernel/arn.ts";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import type { LogsService } from "../logs-service.ts";
import { checkDestination } from "../subscription-destination.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutAccountPolicy.html */
export async function putAccountPolicy(
  input: Input<PutAccountPolicyRequest>,
  { state: service, cloud, accountId }: Call<LogsService>,
) {
  const { policyName, policyDocument, policyType, scope = "ALL", selectionCriteria } = input;
  const { accountPolicies } = service;
  const existed = accountPolicies.get(policyType, policyName) !== undefined;
  const accountPolicy = {
    policyName,
    policyDocument,
    policyType,
    scope,
    ...(selectionCriteria !== undefined && { selectionCriteria }),
    lastUpdatedTime: cloud.clock.now(),
    accountId,
  };
  const destination = accountPolicies.check(accountPolicy)?.destinationArn;
  if (destination !== undefined)
    await checkDestination(service, destination, arnOf(cloud, "logs", "log-group:*"));
  accountPolicies.put(accountPolicy);
  service.changed("AWS::Logs::AccountPolicy", policyName, existed ? "updated" : "created");
  return { accountPolicy };
}
