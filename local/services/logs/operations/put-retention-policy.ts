import type { PutRetentionPolicyRequest } from "@aws-sdk/client-cloudwatch-logs";
import { validateRetentionInDays } from "cumulog/semantics";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import type { LogsService } from "../logs-service.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
export function putRetentionPolicy(
  input: Input<PutRetentionPolicyRequest>,
  { state: service }: Call<LogsService>,
) {
  const { store } = service;
  validateRetentionInDays(input.retentionInDays);
  const group = store.group(input.logGroupName);
  group.settings.retentionInDays = input.retentionInDays;
  store.saveGroup(group);
  store.expire();
  service.changed("AWS::Logs::LogGroup", group.name, "updated");
}
