import type { DeleteResourcePolicyRequest } from "@aws-sdk/client-cloudwatch-logs";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { ServiceError } from "#kernel/service-error.ts";
import type { LogsService } from "../logs-service.ts";
import { requiredName } from "../policy-document.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DeleteResourcePolicy.html */
export function deleteResourcePolicy(
  input: Input<DeleteResourcePolicyRequest>,
  { state: service }: Call<LogsService>,
) {
  const { resourcePolicies } = service;
  const policyName = requiredName(input.policyName);
  if (!resourcePolicies.delete(policyName))
    throw new ServiceError("ResourceNotFoundException", `Policy with name [${policyName}] does not exist.`);
}
