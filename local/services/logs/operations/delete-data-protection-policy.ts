import type { DeleteDataProtectionPolicyRequest } from "@aws-sdk/client-cloudwatch-logs";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import type { LogsService } from "../logs-service.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DeleteDataProtectionPolicy.html */
export function deleteDataProtectionPolicy(
  input: Input<DeleteDataProtectionPolicyRequest>,
  { state: service }: Call<LogsService>,
) {
  const { store } = service;
  const group = service.groupOf(input);
  group.settings.dataProtectionPolicy = undefined;
  store.saveGroup(group);
}
