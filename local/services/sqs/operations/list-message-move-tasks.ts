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
  const source = queueWithArn(queues, SourceArn, "SourceArn");
  const found = queues.moveTasks.filter((task) => task.source === source);
  return {
    Results: found.slice(0, MaxResults).map((task) => ({
      ...(task.status === "RUNNING" && { TaskHandle: task.handle }),
      Status: task.status,
      SourceArn: source.arn,
      DestinationArn: task.destinationArn,
      MaxNumberOfMessagesPerSecond: task.rate,
      ApproximateNumberOfMessagesMoved: task.moved,
      ApproximateNumberOfMessagesToMove: task.toMove,
      FailureReason: task.failure,
      StartedTimestamp: task.started,
    })),
  };
}
