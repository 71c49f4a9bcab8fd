import type { DescribeAccountPoliciesRequest } from "@aws-sdk/client-cloudwatch-logs";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { accountPolicyMissing } from "../errors.ts";
import type { LogsService } from "../logs-service.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DescribeAccountPolicies.html */
export function describeAccountPolicies(
  { policyType, policyName }: Input<DescribeAccountPoliciesRequest>,
  { state: { accountPolicies } }: Call<LogsService>,
) {
  if (policyName === undefined) return { accountPolicies: accountPolicies.list(policyType) };
  const policy = accountPolicies.get(policyType, policyName);
  if (policy === undefined) throw accountPolicyMissing();
  return { accountPolicies: [policy] };
}
