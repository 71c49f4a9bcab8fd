import type * as Logs from "@aws-sdk/client-cloudwatch-logs";
import type { DescribeLogStreamsRequest } from "@aws-sdk/client-cloudwatch-logs";
import { DESCRIBE_MAX_ITEMS } from "cumulog/semantics";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { ServiceError } from "#kernel/service-error.ts";
import { invalidParameter } from "../errors.ts";
import type { LogStream } from "../log-group.ts";
import type { LogsService } from "../logs-service.ts";
import { page } from "../pages.ts";
import { sequenceTokenOf } from "../sequence-token.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DescribeLogStreams.html */
export function describeLogStreams(
  input: Input<DescribeLogStreamsRequest>,
  { state: service }: Call<LogsService>,
) {
  const { logStreamNamePrefix, orderBy = "LogStreamName" } = input;
  if (logStreamNamePrefix !== undefined && orderBy === "LastEventTime")
    throw invalidParameter("Cannot order by LastEventTime with a logStreamNamePrefix.");
  if (input.logGroupName !== undefined && input.logGroupIdentifier !== undefined)
    throw new ServiceError(
      "ValidationException",
      "LogGroup name and LogGroup ARN are mutually exclusive parameters.",
    );
  const group = service.groupOf(input);
  const found = [...group.streams.values()].filter(
    ({ name }) => logStreamNamePrefix === undefined || name.startsWith(logStreamNamePrefix),
  );
  const { items, ...rest } = page(found, {
    scope: `DescribeLogStreams:${orderBy}`,
    keyOf: (stream) =>
      orderBy === "LastEventTime" ? [stream.lastEventTimestamp ?? 0, stream.name] : [stream.name],
    descending: input.descending ?? false,
    limit: input.limit ?? DESCRIBE_MAX_ITEMS,
    nextToken: input.nextToken,
  });
  return { logStreams: items.map(describe), ...rest };
}

function describe(stream: LogStream): Logs.LogStream {
  const { name, arn, creationTime, lastIngestionTime } = stream;
  return {
    logStreamName: name,
    creationTime,
    ...(stream.lastEventTimestamp !== undefined && {
      firstEventTimestamp: stream.firstEventTimestamp,
      lastEventTimestamp: stream.lastEventTimestamp,
    }),
    ...(lastIngestionTime !== undefined && {
      lastIngestionTime,
      uploadSequenceToken: sequenceTokenOf(stream),
    }),
    arn,
    storedBytes: 0,
  };
}
