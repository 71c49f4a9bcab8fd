import type * as Logs from "@aws-sdk/client-cloudwatch-logs";
import type { Operations } from "../../../kernel/cloud.ts";
import { checkInput, type Members } from "../../../kernel/input-shape.ts";
import { invalidParameter } from "../errors.ts";
import { compileFilterPattern } from "../filter-pattern.ts";
import { liveTail } from "../live-tail.ts";
import { groupNameOf, type LogsService } from "../logs-service.ts";
import { FILTER_PATTERN, GROUP_IDENTIFIER, INVALID_PARAMETER, STREAM_NAME } from "../shapes.ts";

const START: Members = {
  logGroupIdentifiers: { type: "list", minimum: 1, maximum: 10, of: GROUP_IDENTIFIER, required: true },
  logStreamNames: { type: "list", minimum: 1, maximum: 10, of: STREAM_NAME },
  logStreamNamePrefixes: { type: "list", minimum: 1, maximum: 10, of: STREAM_NAME },
  logEventFilterPattern: FILTER_PATTERN,
};

/** Live tail sessions. */
export function liveTailOperation(service: LogsService): Operations {
  return {
    StartLiveTail(input: Logs.StartLiveTailRequest) {
      checkInput(input, START, INVALID_PARAMETER);
      const {
        logGroupIdentifiers,
        logStreamNames,
        logStreamNamePrefixes,
        logEventFilterPattern = "",
      } = input;
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
    },
  };
}
