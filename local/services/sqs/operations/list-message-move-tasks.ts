import type { ListMessageMoveTasksRequest } from "@aws-sdk/client-sqs";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { queueWithArn } from "../dead-letters.ts";
import type { QueueDirectory } from "../state.ts";

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ListMessageMoveTasks.html */
export function listMessageMoveTasks(
  { SourceArn, MaxResults = 1 }: Input<ListMessageMoveTasksRequest>,
  { state: queues }: Call<QueueDirectory>,
): object {
  const source = queueWithArn(queues, SourceArn);
  const found = queues.moveTasks.filter(({ sourceArn }) => sourceArn === source.arn);
  return {
    Results: found.slice(0, MaxResults).map(({ sourceArn, destinationArn, moved, rate, started }) => ({
      Status: "COMPLETED",
      SourceArn: sourceArn,
      DestinationArn: destinationArn,
      MaxNumberOfMessagesPerSecond: rate,
      ApproximateNumberOfMessagesMoved: moved,
      ApproximateNumberOfMessagesToMove: moved,
      StartedTimestamp: started,
    })),
  };
}
