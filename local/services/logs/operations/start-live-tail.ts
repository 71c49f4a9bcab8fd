import type { StartLiveTailRequest } from "@aws-sdk/client-cloudwatch-logs";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { invalidParameter } from "../errors.ts";
import { compileFilterPattern } from "../filter-pattern.ts";
import { groupNameOf } from "../group-identifier.ts";
import { liveTail } from "../live-tail.ts";
import type { LogsService } from "../logs-service.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_StartLiveTail.html */
export function startLiveTail(input: Input<StartLiveTailRequest>, { state: service }: Call<LogsService>) {
  const { logGroupIdentifiers, logStreamNames, logStreamNamePrefixes, logEventFilterPattern = "" } = input;
  if (!logGroupIdentifiers!.every((identifier) => identifier.startsWith("arn:")))
    throw invalidParameter("The log group identifiers of a live tail are ARNs of log groups.");
  if (logStreamNames && logStreamNamePrefixes)
    throw invalidParameter("Only one of logStreamNames or logStreamNamePrefixes can be provided.");
  if ((logStreamNames ?? logStreamNamePrefixes) && logGroupIdentifiers!.length > 1)
    throw invalidParameter(
      "logStreamNames and logStreamNamePrefixes can only be used with a single log group.",
    );
  const groups = logGroupIdentifiers!.map((identifier) => service.store.group(groupNameOf(identifier)));
  const followsStream = (name: string): boolean =>
    (logStreamNames?.includes(name) ?? true) &&
    (logStreamNamePrefixes?.some((prefix) => name.startsWith(prefix)) ?? true);
  const pattern = compileFilterPattern(logEventFilterPattern);
  const request = {
    logGroupIdentifiers,
    logStreamNames: logStreamNames ?? [],
    logStreamNamePrefixes: logStreamNamePrefixes ?? [],
    logEventFilterPattern,
  };
  return { responseStream: liveTail(service, { groups, pattern, followsStream, request }) };
}
