import type * as Logs from "@aws-sdk/client-cloudwatch-logs";
import { DESCRIBE_MAX_ITEMS, validateLogGroupName, validateLogStreamName } from "cumulog/semantics";
import type { Operations } from "../../../kernel/cloud.ts";
import { checkInput, type Members } from "../../../kernel/input-shape.ts";
import { ServiceError } from "../../../kernel/service-error.ts";
import { invalidParameter } from "../errors.ts";
import type { LogStream } from "../log-group.ts";
import type { LogsService } from "../logs-service.ts";
import { page } from "../pages.ts";
import { GROUP_IDENTIFIER, GROUP_NAME, INVALID_PARAMETER, NEXT_TOKEN, STREAM_NAME } from "../shapes.ts";

const NAMES: Members = {
  logGroupName: { ...GROUP_NAME, required: true },
  logStreamName: { ...STREAM_NAME, required: true },
};

const DESCRIBE: Members = {
  logGroupName: GROUP_NAME,
  logGroupIdentifier: GROUP_IDENTIFIER,
  logStreamNamePrefix: STREAM_NAME,
  orderBy: { type: "string", values: ["LogStreamName", "LastEventTime"] },
  descending: { type: "boolean" },
  nextToken: NEXT_TOKEN,
  limit: { type: "integer", minimum: 1, maximum: DESCRIBE_MAX_ITEMS },
};

/** Log streams. */
export function streamOperations(service: LogsService): Operations {
  const { store } = service;
  return {
    CreateLogStream(input: Logs.CreateLogStreamRequest) {
      validateLogGroupName(input.logGroupName!);
      validateLogStreamName(input.logStreamName!);
      const group = store.group(input.logGroupName!);
      if (group.streams.has(input.logStreamName!))
        throw new ServiceError("ResourceAlreadyExistsException", "The specified log stream already exists");
      store.addStream(group, input.logStreamName!);
    },

    DeleteLogStream(input: Logs.DeleteLogStreamRequest) {
      checkInput(input, NAMES, INVALID_PARAMETER);
      const group = store.group(input.logGroupName!);
      store.deleteStream(group, store.stream(group, input.logStreamName!));
    },

    DescribeLogStreams(input: Logs.DescribeLogStreamsRequest) {
      checkInput(input, DESCRIBE, INVALID_PARAMETER);
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
    },
  };
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

/** Sequence tokens are answered for older clients and ignored when they come back. */
export function sequenceTokenOf({ uploads, creationTime }: LogStream): string {
  return `49${String(BigInt(creationTime) * 1_000_000_000n + BigInt(uploads)).padStart(54, "0")}`;
}
