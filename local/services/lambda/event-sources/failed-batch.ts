import { queueUrlOf } from "#kernel/arn.ts";
import type { Cloud } from "#kernel/cloud.ts";
import { ServiceError } from "#kernel/service-error.ts";
import type { StreamRecord } from "../../kinesis/stream.ts";
import type { CallResult } from "./call-function.ts";
import type { EventSourceMapping } from "./mapping.ts";

const CALLER = { principal: "lambda.amazonaws.com" } as const;

/** Records that a function is not given again. */
export interface FailedBatch {
  readonly records: readonly StreamRecord[];
  readonly result: CallResult;
  readonly attempts: number;
  readonly condition: "RetryAttemptsExhausted" | "RecordAgeExceeded";
}

/** Tells a mapping's failure destination which records failed. https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html */
export async function reportFailedBatch(
  cloud: Cloud,
  { sourceArn, functionArn, settings }: EventSourceMapping,
  { records, result, attempts, condition }: FailedBatch,
): Promise<void> {
  const destination = settings.DestinationConfig?.OnFailure?.Destination;
  if (destination === undefined) return;
  const [first, last] = [records[0]!, records.at(-1)!];
  const body = JSON.stringify({
    requestContext: {
      requestId: result.kind === "refused" ? "" : result.requestId,
      functionArn,
      condition,
      approximateInvokeCount: attempts,
    },
    responseContext: {
      statusCode: result.kind === "refused" ? result.error.statusCode : 200,
      executedVersion: "$LATEST",
      functionError: result.kind === "failed" ? "Unhandled" : undefined,
    },
    version: "1.0",
    timestamp: new Date(cloud.clock.now()).toISOString(),
    KinesisBatchInfo: {
      shardId: first.shard,
      startSequenceNumber: first.sequence,
      endSequenceNumber: last.sequence,
      approximateArrivalOfFirstRecord: new Date(first.arrived).toISOString(),
      approximateArrivalOfLastRecord: new Date(last.arrived).toISOString(),
      batchSize: records.length,
      streamArn: sourceArn,
    },
  });
  try {
    if (destination.split(":")[2] === "sns")
      await cloud.call("sns", "Publish", { TopicArn: destination, Message: body }, CALLER);
    else
      await cloud.call(
        "sqs",
        "SendMessage",
        { QueueUrl: queueUrlOf(destination), MessageBody: body },
        CALLER,
      );
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
  }
}
