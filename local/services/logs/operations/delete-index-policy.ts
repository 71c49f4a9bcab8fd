import type { DeleteIndexPolicyRequest } from "@aws-sdk/client-cloudwatch-logs";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import type { LogsService } from "../logs-service.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DeleteIndexPolicy.html */
export function deleteIndexPolicy(
  input: Input<DeleteIndexPolicyRequest>,
  { state: service }: Call<LogsService>,
) {
  const { store } = service;
  const group = service.groupOf(input);
  group.settings.indexPolicy = undefined;
  store.saveGroup(group);
}
