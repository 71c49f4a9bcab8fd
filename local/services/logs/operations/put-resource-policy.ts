import type { PutResourcePolicyRequest } from "@aws-sdk/client-cloudwatch-logs";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { limitExceeded } from "../errors.ts";
import type { LogsService } from "../logs-service.ts";
import { checkDocument, requiredName } from "../policy-document.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutResourcePolicy.html */
const RESOURCE_POLICIES_PER_REGION = 10;

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutResourcePolicy.html */
export function putResourcePolicy(
  input: Input<PutResourcePolicyRequest>,
  { state: service, cloud }: Call<LogsService>,
) {
  const { resourcePolicies } = service;
  const policyName = requiredName(input.policyName);
  const policyDocument = input.policyDocument ?? "";
  checkDocument(policyDocument);
  if (!resourcePolicies.has(policyName) && resourcePolicies.size >= RESOURCE_POLICIES_PER_REGION)
    throw limitExceeded();
  const resourcePolicy = {
    policyName,
    policyDocument,
    lastUpdatedTime: cloud.clock.now(),
    policyScope: "ACCOUNT" as const,
  };
  resourcePolicies.set(policyName, resourcePolicy);
  return { resourcePolicy };
}
