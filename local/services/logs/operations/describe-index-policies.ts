import type { DescribeIndexPoliciesRequest } from "@aws-sdk/client-cloudwatch-logs";
import type { Call } from "../../../kernel/cloud.ts";
import type { Input } from "../../../kernel/service.ts";
import type { LogsService } from "../logs-service.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DescribeIndexPolicies.html */
export function describeIndexPolicies(
  input: Input<DescribeIndexPoliciesRequest>,
  { state: service }: Call<LogsService>,
) {
  const indexPolicies = input.logGroupIdentifiers.flatMap((logGroupIdentifier) => {
    const { arn, settings } = service.groupOf({ logGroupIdentifier });
    return settings.indexPolicy
      ? [{ logGroupIdentifier: arn, source: "LOG_GROUP", ...settings.indexPolicy }]
      : [];
  });
  return { indexPolicies };
}
