import type { Cloud, Operations } from "../../kernel/cloud.ts";
import { ServiceError } from "../../kernel/service-error.ts";
import type { Queue } from "./queue.ts";
import type { QueueCallContext, QueueDirectory } from "./queue-directory.ts";
import { pageOf } from "./queue-operations.ts";
import { readRedrivePolicy } from "./redrive-policy.ts";

interface MoveTask {
  readonly sourceArn: string;
  readonly destinationArn: string | undefined;
  readonly moved: number;
  readonly rate: number | undefined;
  readonly started: number;
}

/** Finding the sources of dead-letter queues, and moving messages back to them. */
export function deadLetterOperations(cloud: Cloud, queues: QueueDirectory): Operations {
  const tasks: MoveTask[] = [];
  const sourcesOf = ({ arn }: Queue): Queue[] =>
    queues.all().filter(({ attributes: { RedrivePolicy } }) => {
      return RedrivePolicy && readRedrivePolicy(RedrivePolicy).deadLetterTargetArn === arn;
    });
  const withArn = (arn: string): Queue => {
    const queue = queues.withArn(arn);
    if (queue) return queue;
    throw new ServiceError(
      "ResourceNotFoundException",
      "The resource that you specified for the SourceArn or DestinationArn parameter doesn't exist.",
      { statusCode: 404 },
    );
  };
  return {
    ListDeadLetterSourceQueues(
      input: { QueueUrl: string; MaxResults?: number; NextToken?: string },
      context: QueueCallContext,
    ) {
      const urls = sourcesOf(queues.at(input.QueueUrl)).map((queue) => queues.urlOf(queue, context));
      return { queueUrls: [], ...pageOf("queueUrls", urls, input.MaxResults, input.NextToken) };
    },

    /** Moves everything at once; the task is over when the call answers. */
    StartMessageMoveTask(input: {
      SourceArn: string;
      DestinationArn?: string;
      MaxNumberOfMessagesPerSecond?: number;
    }) {
      const source = withArn(input.SourceArn);
      const destination = input.DestinationArn === undefined ? undefined : withArn(input.DestinationArn);
      if (sourcesOf(source).length === 0)
        throw new ServiceError(
          "InvalidParameterValue",
          "Source queue must be configured as a Dead Letter Queue.",
        );
      const messages = source.messages().map((message) => ({
        message,
        target:
          destination ?? (message.deadLetterSource ? queues.withArn(message.deadLetterSource) : undefined),
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
      tasks.unshift({
        sourceArn: source.arn,
        destinationArn: destination?.arn,
        moved: messages.length,
        rate: input.MaxNumberOfMessagesPerSecond,
        started,
      });
      return { TaskHandle: Buffer.from(`${source.arn}:${started}`).toString("base64") };
    },

    ListMessageMoveTasks(input: { SourceArn: string; MaxResults?: number }) {
      const source = withArn(input.SourceArn);
      const found = tasks.filter(({ sourceArn }) => sourceArn === source.arn);
      return {
        Results: found.slice(0, input.MaxResults ?? 1).map((task) => ({
          Status: "COMPLETED",
          SourceArn: task.sourceArn,
          ...(task.destinationArn !== undefined && { DestinationArn: task.destinationArn }),
          ...(task.rate !== undefined && { MaxNumberOfMessagesPerSecond: task.rate }),
          ApproximateNumberOfMessagesMoved: task.moved,
          ApproximateNumberOfMessagesToMove: task.moved,
          StartedTimestamp: task.started,
        })),
      };
    },

    CancelMessageMoveTask({ TaskHandle }: { TaskHandle: string }) {
      const handles = new Set(
        tasks.map(({ sourceArn, started }) => Buffer.from(`${sourceArn}:${started}`).toString("base64")),
      );
      if (!handles.has(TaskHandle))
        throw new ServiceError("ResourceNotFoundException", "Task does not exist.", { statusCode: 404 });
      throw new ServiceError(
        "UnsupportedOperation",
        "Only active tasks can be cancelled: this one is completed.",
      );
    },
  };
}
