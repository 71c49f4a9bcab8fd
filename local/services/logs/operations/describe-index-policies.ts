import type { DescribeIndexPoliciesRequest, IndexPolicy } from "@aws-sdk/client-cloudwatch-logs";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import type { LogsService } from "../logs-service.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DescribeIndexPolicies.html */
export function describeIndexPolicies(
  input: Input<DescribeIndexPoliciesRequest>,
  { state: service }: Call<LogsService>,
) {
  const indexPolicies = input.logGroupIdentifiers.flatMap((logGroupIdentifier): IndexPolicy[] => {
    const group = service.groupOf({ logGroupIdentifier });
    const own = group.settings.indexPolicy;
    if (own) return [{ logGroupIdentifier: group.arn, source: "LOG_GROUP", ...own }];
    const policy = service.accountPolicies.indexPolicyOf(group);
    if (!policy) return [];
    const { policyName, policyDocument, lastUpdatedTime } = policy;
    return [{ policyName, policyDocument, lastUpdateTime: lastUpdatedTime, source: "ACCOUNT" }];
  });
  return { indexPolicies };
}
