import type { GetDataProtectionPolicyRequest } from "@aws-sdk/client-cloudwatch-logs";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import type { LogsService } from "../logs-service.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_GetDataProtectionPolicy.html */
export function getDataProtectionPolicy(
  input: Input<GetDataProtectionPolicyRequest>,
  { state: service }: Call<LogsService>,
) {
  const { dataProtectionPolicy } = service.groupOf(input).settings;
  return dataProtectionPolicy
    ? { logGroupIdentifier: input.logGroupIdentifier, ...dataProtectionPolicy }
    : {};
}
