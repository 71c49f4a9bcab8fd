import type { StartMessageMoveTaskRequest } from "@aws-sdk/client-sqs";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { ServiceError } from "#kernel/service-error.ts";
import { queueWithArn, sourcesOf } from "../dead-letters.ts";
import { MoveTask } from "../move-task.ts";
import type { QueueDirectory } from "../state.ts";
import { between } from "../whole-number.ts";

/**
 * Without a rate, everything has moved when the call answers.
 *
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_StartMessageMoveTask.html
 */
export function startMessageMoveTask(
  { SourceArn, DestinationArn, MaxNumberOfMessagesPerSecond: rate }: Input<StartMessageMoveTaskRequest>,
  { cloud, state: queues }: Call<QueueDirectory>,
): object {
  if (rate !== undefined) between("MaxNumberOfMessagesPerSecond", rate, 1, 500);
  const source = queueWithArn(queues, SourceArn, "SourceArn");
  if (DestinationArn !== undefined) queueWithArn(queues, DestinationArn, "DestinationArn");
  if (sourcesOf(queues, source).length === 0)
    throw new ServiceError(
      "InvalidParameterValue",
      "Source queue must be configured as a Dead Letter Queue.",
    );
  if (queues.moveTasks.some((task) => task.source === source && task.status === "RUNNING"))
    throw new ServiceError(
      "InvalidParameterValue",
      "There is already a task running. Only one active task is allowed for a source queue arn at a given time.",
    );
  const unknown =
    DestinationArn === undefined &&
    source.messages().find(({ deadLetterSource }) => !queues.withArn(deadLetterSource ?? ""));
  if (unknown)
    throw new ServiceError(
      "CouldNotDetermineDestination",
      `Message ${unknown.id} was not moved here from a queue that exists: give DestinationArn.`,
    );
  const task = new MoveTask(source, (arn) => queues.withArn(arn), {
    destinationArn: DestinationArn,
    rate,
    now: cloud.clock.now(),
  });
  queues.moveTasks.unshift(task);
  task.run(cloud.clock);
  return { TaskHandle: task.handle };
}
