import type { PutIndexPolicyRequest } from "@aws-sdk/client-cloudwatch-logs";
import { readIndexPolicy } from "cumulog/semantics";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import type { LogsService } from "../logs-service.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutIndexPolicy.html */
export function putIndexPolicy(
  input: Input<PutIndexPolicyRequest>,
  { state: service, cloud }: Call<LogsService>,
) {
  const { store } = service;
  const group = service.groupOf(input);
  readIndexPolicy(input.policyDocument);
  const policy = { policyDocument: input.policyDocument, lastUpdateTime: cloud.clock.now() };
  group.settings.indexPolicy = policy;
  store.saveGroup(group);
  return { indexPolicy: { logGroupIdentifier: group.arn, source: "LOG_GROUP", ...policy } };
}
