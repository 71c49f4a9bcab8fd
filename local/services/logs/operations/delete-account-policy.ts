import type { DeleteAccountPolicyRequest } from "@aws-sdk/client-cloudwatch-logs";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { accountPolicyMissing } from "../errors.ts";
import type { LogsService } from "../logs-service.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DeleteAccountPolicy.html */
export function deleteAccountPolicy(
  { policyType, policyName }: Input<DeleteAccountPolicyRequest>,
  { state: service }: Call<LogsService>,
) {
  if (!service.accountPolicies.delete(policyType, policyName)) throw accountPolicyMissing();
  service.changed("AWS::Logs::AccountPolicy", policyName, "deleted");
}
