import type { PutDataProtectionPolicyRequest } from "@aws-sdk/client-cloudwatch-logs";
import type { Call } from "../../../kernel/cloud.ts";
import type { Input } from "../../../kernel/service.ts";
import type { LogsService } from "../logs-service.ts";
import { checkDocument } from "../policy-document.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutDataProtectionPolicy.html */
export function putDataProtectionPolicy(
  input: Input<PutDataProtectionPolicyRequest>,
  { state: service, cloud }: Call<LogsService>,
) {
  const { store } = service;
  const group = service.groupOf(input);
  checkDocument(input.policyDocument);
  const policy = { policyDocument: input.policyDocument, lastUpdatedTime: cloud.clock.now() };
  group.settings.dataProtectionPolicy = policy;
  store.saveGroup(group);
  return { logGroupIdentifier: input.logGroupIdentifier, ...policy };
}
