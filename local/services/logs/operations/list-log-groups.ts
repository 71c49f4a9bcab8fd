import type { ListLogGroupsRequest } from "@aws-sdk/client-cloudwatch-logs";
import { DESCRIBE_MAX_ITEMS } from "cumulog/semantics";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import type { LogsService } from "../logs-service.ts";
import { page } from "../pages.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_ListLogGroups.html */
export function listLogGroups(input: Input<ListLogGroupsRequest>, { state: service }: Call<LogsService>) {
  const { store } = service;
  const { logGroupNamePattern, logGroupClass } = input;
  const matches = logGroupNamePattern === undefined ? () => true : nameMatcher(logGroupNamePattern);
  const found = [...store.groups.values()].filter(
    ({ name, settings }) =>
      matches(name) && (logGroupClass === undefined || settings.logGroupClass === logGroupClass),
  );
  const { items, ...rest } = page(found, {
    scope: "ListLogGroups",
    keyOf: ({ name }) => [name],
    limit: input.limit ?? DESCRIBE_MAX_ITEMS,
    nextToken: input.nextToken,
  });
  const logGroups = items.map(({ name, arn, settings }) => ({
    logGroupName: name,
    logGroupArn: arn,
    logGroupClass: settings.logGroupClass,
  }));
  return { logGroups, ...rest };
}

/** ListLogGroups takes a list of substrings or, with `^`, prefixes, joined by `|`. */
function nameMatcher(pattern: string): (name: string) => boolean {
  const alternatives = pattern.split("|");
  return (name) =>
    alternatives.some((part) =>
      part.startsWith("^") ? name.startsWith(part.slice(1)) : name.includes(part),
    );
}
