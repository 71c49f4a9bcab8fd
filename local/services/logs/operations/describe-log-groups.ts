import type * as Logs from "@aws-sdk/client-cloudwatch-logs";
import type { DescribeLogGroupsRequest } from "@aws-sdk/client-cloudwatch-logs";
import { DESCRIBE_MAX_ITEMS } from "cumulog/semantics";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { invalidParameter } from "../errors.ts";
import { groupNameOf } from "../group-identifier.ts";
import type { LogGroup } from "../log-group.ts";
import type { LogsService } from "../logs-service.ts";
import { page } from "../pages.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DescribeLogGroups.html */
export function describeLogGroups(
  input: Input<DescribeLogGroupsRequest>,
  { state: service }: Call<LogsService>,
) {
  const { store } = service;
  const { logGroupNamePrefix, logGroupNamePattern, logGroupClass, logGroupIdentifiers } = input;
  if (logGroupNamePrefix !== undefined && logGroupNamePattern !== undefined)
    throw invalidParameter(
      "LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.",
    );
  const wanted = logGroupIdentifiers && new Set(logGroupIdentifiers.map(groupNameOf));
  const pattern = logGroupNamePattern?.toLowerCase();
  const found = [...store.groups.values()].filter(
    ({ name, settings }) =>
      (logGroupNamePrefix === undefined || name.startsWith(logGroupNamePrefix)) &&
      (pattern === undefined || name.toLowerCase().includes(pattern)) &&
      (logGroupClass === undefined || settings.logGroupClass === logGroupClass) &&
      (wanted === undefined || wanted.has(name)),
  );
  const { items, ...rest } = page(found, {
    scope: "DescribeLogGroups",
    keyOf: ({ name }) => [name],
    limit: input.limit ?? DESCRIBE_MAX_ITEMS,
    nextToken: input.nextToken,
  });
  const describeFound = logGroupNamePattern === undefined ? describe : describeMatch;
  return { logGroups: items.map(describeFound), ...rest };
}

function describe(group: LogGroup): Logs.LogGroup {
  const { name, arn, settings, metricFilters, storedBytes } = group;
  return {
    logGroupName: name,
    creationTime: settings.creationTime,
    ...(settings.retentionInDays !== undefined && { retentionInDays: settings.retentionInDays }),
    metricFilterCount: metricFilters.size,
    arn: `${arn}:*`,
    storedBytes,
    ...(settings.kmsKeyId !== undefined && { kmsKeyId: settings.kmsKeyId }),
    ...(settings.dataProtectionPolicy && { dataProtectionStatus: "ACTIVATED" as const }),
    logGroupClass: settings.logGroupClass,
    logGroupArn: arn,
    deletionProtectionEnabled: settings.deletionProtectionEnabled ?? false,
  };
}

/** What was found by a pattern comes out of an index, which knows less. */
function describeMatch(group: LogGroup): Logs.LogGroup {
  const { storedBytes: _bytes, deletionProtectionEnabled: _protection, ...known } = describe(group);
  return known;
}
