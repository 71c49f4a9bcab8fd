import type { DescribeResourcePoliciesRequest } from "@aws-sdk/client-cloudwatch-logs";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import type { LogsService } from "../logs-service.ts";
import { page } from "../pages.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DescribeResourcePolicies.html */
export function describeResourcePolicies(
  input: Input<DescribeResourcePoliciesRequest>,
  { state: service }: Call<LogsService>,
) {
  const { resourcePolicies } = service;
  const { items, ...rest } = page(resourcePolicies.values(), {
    scope: "DescribeResourcePolicies",
    keyOf: ({ policyName }) => [policyName!],
    limit: input.limit ?? 50,
    nextToken: input.nextToken,
  });
  return { resourcePolicies: items, ...rest };
}
