import type { Cloud, Operations } from "../cloud.ts";
import { ServiceError } from "../service-error.ts";
import { checkAttributes, describeAttributes, readRedrivePolicy } from "./queue-attributes.ts";
import type { QueueCallContext, QueueDirectory } from "./queue-directory.ts";

interface OfQueue {
  readonly QueueUrl: string;
}

const NAME = /^[\w-]{1,80}$/;

/** Creating, describing, changing and deleting queues. */
export function queueOperations(cloud: Cloud, queues: QueueDirectory): Operations {
  const announce = (name: string, change: "created" | "updated" | "deleted"): void => {
    cloud.events.emit("resource", { type: "AWS::SQS::Queue", name, change });
  };
  return {
    CreateQueue(
      input: {
        QueueName: string;
        Attributes?: Record<string, string>;
        tags?: Record<string, string>;
        Tags?: Record<string, string>;
      },
      context: QueueCallContext,
    ) {
      const name = input.QueueName ?? "";
      const attributes = checkAttributes(input.Attributes ?? {});
      const fifo = name.endsWith(".fifo");
      if (!NAME.test(fifo ? name.slice(0, -5) : name) || name.length > 80)
        throw new ServiceError(
          "InvalidParameterValue",
          "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length",
        );
      if ((attributes["FifoQueue"] === "true") !== fifo)
        throw new ServiceError(
          "InvalidParameterValue",
          fifo
            ? "The name of a FIFO queue needs the attribute FifoQueue to be true."
            : "The name of a FIFO queue can only include alphanumeric characters, hyphens, or underscores, must end with .fifo suffix and be 1 to 80 in length.",
        );
      const present = queues.named(name);
      if (present) {
        const changed = Object.keys(attributes).find((key) => present.attributes[key] !== attributes[key]);
        if (changed)
          throw new ServiceError(
            "QueueNameExists",
            `A queue already exists with the same name and a different value for attribute ${changed}`,
          );
        return { QueueUrl: queues.urlOf(present, context) };
      }
      const queue = queues.create(name, attributes, { ...(input.tags ?? input.Tags) });
      announce(name, "created");
      return { QueueUrl: queues.urlOf(queue, context) };
    },

    GetQueueUrl({ QueueName }: { QueueName: string }, context: QueueCallContext) {
      return { QueueUrl: queues.urlOf(queues.at(QueueName), context) };
    },

    GetQueueAttributes({ QueueUrl, AttributeNames }: OfQueue & { AttributeNames?: string[] }) {
      const queue = queues.at(QueueUrl);
      return AttributeNames?.length ? { Attributes: describeAttributes(queue, AttributeNames) } : {};
    },

    SetQueueAttributes({ QueueUrl, Attributes }: OfQueue & { Attributes: Record<string, string> }) {
      const queue = queues.at(QueueUrl);
      const attributes = checkAttributes(Attributes ?? {});
      if ("FifoQueue" in attributes && attributes["FifoQueue"] !== queue.attributes["FifoQueue"])
        throw new ServiceError("InvalidAttributeName", "Unknown Attribute FifoQueue.");
      for (const [name, value] of Object.entries(attributes)) {
        if (value === "") delete queue.attributes[name];
        else queue.attributes[name] = value;
      }
      queue.modified = cloud.clock.now();
      queues.changed(queue);
      announce(queue.name, "updated");
      return {};
    },

    DeleteQueue({ QueueUrl }: OfQueue) {
      const queue = queues.at(QueueUrl);
      queues.remove(queue);
      announce(queue.name, "deleted");
      return {};
    },

    PurgeQueue({ QueueUrl }: OfQueue) {
      queues.at(QueueUrl).purge();
      return {};
    },

    ListQueues(
      input: { QueueNamePrefix?: string; MaxResults?: number; NextToken?: string },
      context: QueueCallContext,
    ) {
      const urls = queues
        .all()
        .filter(({ name }) => name.startsWith(input.QueueNamePrefix ?? ""))
        .map((queue) => queues.urlOf(queue, context))
        .sort();
      return pageOf("QueueUrls", urls, input.MaxResults, input.NextToken);
    },

    ListDeadLetterSourceQueues(
      input: OfQueue & { MaxResults?: number; NextToken?: string },
      context: QueueCallContext,
    ) {
      const target = queues.at(input.QueueUrl);
      const urls = queues
        .all()
        .filter(({ attributes: { RedrivePolicy } }) => {
          return RedrivePolicy && readRedrivePolicy(RedrivePolicy).deadLetterTargetArn === target.arn;
        })
        .map((queue) => queues.urlOf(queue, context));
      return pageOf("queueUrls", urls, input.MaxResults, input.NextToken);
    },

    /** Moves everything at once; the task is over when the call answers. */
    StartMessageMoveTask(input: { SourceArn: string; DestinationArn?: string }) {
      const source = queues.withArn(input.SourceArn);
      const destination = input.DestinationArn && queues.withArn(input.DestinationArn);
      if (!source || (input.DestinationArn && !destination))
        throw new ServiceError(
          "ResourceNotFoundException",
          "The resource that you specified for the SourceArn or DestinationArn parameter doesn't exist.",
        );
      const isTarget = queues.all().some(({ attributes: { RedrivePolicy } }) => {
        return RedrivePolicy && readRedrivePolicy(RedrivePolicy).deadLetterTargetArn === source.arn;
      });
      if (!isTarget)
        throw new ServiceError(
          "InvalidParameterValue",
          "Source queue must be configured as a Dead Letter Queue.",
        );
      const messages = source.messages().map((message) => ({
        message,
        target:
          destination || (message.deadLetterSource ? queues.withArn(message.deadLetterSource) : undefined),
      }));
      const unknown = messages.find(({ target }) => !target);
      if (unknown)
        throw new ServiceError(
          "CouldNotDetermineDestination",
          `Message ${unknown.message.id} was not moved here from a queue that exists: give DestinationArn.`,
        );
      source.purge();
      for (const { message, target } of messages) target!.adopt(message);
      return { TaskHandle: Buffer.from(`${source.arn}:${cloud.clock.now()}`).toString("base64") };
    },

    TagQueue({ QueueUrl, Tags }: OfQueue & { Tags: Record<string, string> }) {
      const queue = queues.at(QueueUrl);
      Object.assign(queue.tags, Tags);
      queues.changed(queue);
      return {};
    },

    UntagQueue({ QueueUrl, TagKeys }: OfQueue & { TagKeys: string[] }) {
      const queue = queues.at(QueueUrl);
      for (const key of TagKeys ?? []) delete queue.tags[key];
      queues.changed(queue);
      return {};
    },

    ListQueueTags({ QueueUrl }: OfQueue) {
      return { Tags: { ...queues.at(QueueUrl).tags } };
    },
  };
}

function pageOf(member: string, urls: string[], most = 1_000, token?: string): Record<string, unknown> {
  const start = token ? Number(Buffer.from(token, "base64").toString()) : 0;
  if (!Number.isInteger(start)) throw new ServiceError("InvalidParameterValue", "Invalid NextToken value.");
  const next = start + most;
  return {
    [member]: urls.slice(start, next),
    ...(next < urls.length && { NextToken: Buffer.from(String(next)).toString("base64") }),
  };
}
