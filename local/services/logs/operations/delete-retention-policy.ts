import type { DeleteRetentionPolicyRequest } from "@aws-sdk/client-cloudwatch-logs";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import type { LogsService } from "../logs-service.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DeleteRetentionPolicy.html */
export function deleteRetentionPolicy(
  input: Input<DeleteRetentionPolicyRequest>,
  { state: service }: Call<LogsService>,
) {
  const { store } = service;
  const group = store.group(input.logGroupName);
  group.settings.retentionInDays = undefined;
  store.saveGroup(group);
}
