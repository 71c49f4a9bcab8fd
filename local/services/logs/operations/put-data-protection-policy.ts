import type { PutDataProtectionPolicyRequest } from "@aws-sdk/client-cloudwatch-logs";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { ServiceError } from "#kernel/service-error.ts";
import { compileDataProtection } from "../compile-data-protection.ts";
import type { LogsService } from "../logs-service.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutDataProtectionPolicy.html */
export function putDataProtectionPolicy(
  input: Input<PutDataProtectionPolicyRequest>,
  { state: service, cloud }: Call<LogsService>,
) {
  const { store } = service;
  const group = service.groupOf(input);
  if (group.settings.logGroupClass !== "STANDARD")
    throw new ServiceError(
      "InvalidOperationException",
      "Data protection policies are supported by log groups of the STANDARD class only.",
    );
  compileDataProtection(store, input.policyDocument);
  const policy = { policyDocument: input.policyDocument, lastUpdatedTime: cloud.clock.now() };
  group.settings.dataProtectionPolicy = policy;
  store.saveGroup(group);
  return { logGroupIdentifier: input.logGroupIdentifier, ...policy };
}
