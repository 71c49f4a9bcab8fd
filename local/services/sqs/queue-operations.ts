import type { Cloud, Operations } from "../../kernel/cloud.ts";
import { ServiceError } from "../../kernel/service-error.ts";
import { checkAttributes, describeAttributes, setAttributes } from "./queue-attributes.ts";
import type { QueueCallContext, QueueDirectory } from "./queue-directory.ts";
import { checkDeadLetterQueue } from "./redrive-policy.ts";

interface OfQueue {
  readonly QueueUrl: string;
}

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-queues.html */
const MOST_TAGS = 50;
const NAME = /^[\w-]{1,80}$/;

/** Creating, describing, changing and deleting queues. */
export function queueOperations(cloud: Cloud, queues: QueueDirectory): Operations {
  const announce = (name: string, change: "created" | "updated" | "deleted"): void => {
    cloud.events.emit("resource", { type: "AWS::SQS::Queue", name, change });
  };
  const checkDeadLetters = (policy: string | undefined, fifo: boolean): void => {
    if (policy) checkDeadLetterQueue(policy, fifo, (arn) => queues.withArn(arn));
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
      checkDeadLetters(attributes["RedrivePolicy"], fifo);
      const queue = queues.create(name, attributes, { ...(input.tags ?? input.Tags) });
      announce(name, "created");
      return { QueueUrl: queues.urlOf(queue, context) };
    },

    GetQueueUrl({ QueueName }: { QueueName: string }, context: QueueCallContext) {
      return { QueueUrl: queues.urlOf(queues.at(QueueName), context) };
    },

    GetQueueAttributes({ QueueUrl, AttributeNames }: OfQueue & { AttributeNames?: string[] }) {
      const queue = queues.at(QueueUrl);
      const Attributes = describeAttributes(queue, AttributeNames ?? []);
      return Object.keys(Attributes).length > 0 ? { Attributes } : {};
    },

    SetQueueAttributes({ QueueUrl, Attributes }: OfQueue & { Attributes: Record<string, string> }) {
      const queue = queues.at(QueueUrl);
      const attributes = checkAttributes(Attributes ?? {});
      if ("FifoQueue" in attributes && attributes["FifoQueue"] !== queue.attributes["FifoQueue"])
        throw new ServiceError("InvalidAttributeName", "Unknown Attribute FifoQueue.");
      checkDeadLetters(attributes["RedrivePolicy"], queue.fifo);
      setAttributes(queue.attributes, attributes);
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
      const queue = queues.at(QueueUrl);
      if (!queue.purge())
        throw new ServiceError(
          "PurgeQueueInProgress",
          `Only one PurgeQueue operation on ${queue.name} is allowed every 60 seconds.`,
          { statusCode: 403 },
        );
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

    TagQueue({ QueueUrl, Tags }: OfQueue & { Tags: Record<string, string> }) {
      const queue = queues.at(QueueUrl);
      if (Object.keys(Tags ?? {}).length === 0)
        throw new ServiceError("MissingParameter", "The request must contain the parameter Tags.");
      if (Object.keys({ ...queue.tags, ...Tags }).length > MOST_TAGS)
        throw new ServiceError("InvalidParameterValue", `Too many tags added for queue ${queue.name}.`);
      Object.assign(queue.tags, Tags);
      queues.changed(queue);
      return {};
    },

    UntagQueue({ QueueUrl, TagKeys }: OfQueue & { TagKeys: string[] }) {
      const queue = queues.at(QueueUrl);
      if (!TagKeys?.length || TagKeys.some((key) => key === "" || key.length > 128))
        throw new ServiceError(
          "InvalidParameterValue",
          "Tag keys must be between 1 and 128 characters in length.",
        );
      for (const key of TagKeys) delete queue.tags[key];
      queues.changed(queue);
      return {};
    },

    ListQueueTags({ QueueUrl }: OfQueue) {
      return { Tags: { ...queues.at(QueueUrl).tags } };
    },
  };
}

/** One page of queue URLs; a member without any is left out, as SQS does. */
export function pageOf(
  member: string,
  urls: string[],
  most = 1_000,
  token?: string,
): Record<string, unknown> {
  const start = token ? Number(Buffer.from(token, "base64").toString()) : 0;
  if (!Number.isInteger(start)) throw new ServiceError("InvalidParameterValue", "Invalid NextToken value.");
  const next = start + most;
  return {
    ...(start < urls.length && { [member]: urls.slice(start, next) }),
    ...(next < urls.length && { NextToken: Buffer.from(String(next)).toString("base64") }),
  };
}
