import type { StartMessageMoveTaskRequest } from "@aws-sdk/client-sqs";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { ServiceError } from "#kernel/service-error.ts";
import { queueWithArn, sourcesOf, taskHandle } from "../dead-letters.ts";
import type { QueueDirectory } from "../state.ts";

/** Moves everything at once; the task is over when the call answers. */
export function startMessageMoveTask(
  { SourceArn, DestinationArn, MaxNumberOfMessagesPerSecond: rate }: Input<StartMessageMoveTaskRequest>,
  { cloud, state: queues }: Call<QueueDirectory>,
): object {
  const source = queueWithArn(queues, SourceArn);
  const destination = DestinationArn === undefined ? undefined : queueWithArn(queues, DestinationArn);
  if (sourcesOf(queues, source).length === 0)
    throw new ServiceError(
      "InvalidParameterValue",
      "Source queue must be configured as a Dead Letter Queue.",
    );
  const messages = source.messages().map((message) => ({
    message,
    target: destination ?? (message.deadLetterSource ? queues.withArn(message.deadLetterSource) : undefined),
  }));
  const unknown = messages.find(({ target }) => !target);
  if (unknown)
    throw new ServiceError(
      "CouldNotDetermineDestination",
      `Message ${unknown.message.id} was not moved here from a queue that exists: give DestinationArn.`,
    );
  source.clear();
  for (const { message, target } of messages) target!.adopt(message);
  const started = cloud.clock.now();
  const task = {
    sourceArn: source.arn,
    destinationArn: destination?.arn,
    moved: messages.length,
    rate,
    started,
  };
  queues.moveTasks.unshift(task);
  return { TaskHandle: taskHandle(task) };
}
