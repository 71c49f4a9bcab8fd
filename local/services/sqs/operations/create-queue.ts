import type { CreateQueueRequest } from "@aws-sdk/client-sqs";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { ServiceError } from "#kernel/service-error.ts";
import { checkAttributes, checkStandardQueue } from "../queue-attributes.ts";
import { checkDeadLetterQueue } from "../redrive-policy.ts";
import type { QueueDirectory } from "../state.ts";

const NAME = /^[\w-]{1,80}$/;

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CreateQueue.html */
export function createQueue(
  { QueueName: name, Attributes = {}, tags = {} }: Input<CreateQueueRequest>,
  call: Call<QueueDirectory>,
): object {
  const { state: queues } = call;
  const attributes = checkAttributes(Attributes);
  const fifo = name.endsWith(".fifo");
  checkName(name, fifo, attributes["FifoQueue"] === "true");
  if (!fifo) checkStandardQueue(attributes);
  const present = queues.named(name);
  if (present) {
    const changed = Object.keys(attributes).find((key) => present.attributes[key] !== attributes[key]);
    if (changed)
      throw new ServiceError(
        "QueueNameExists",
        `A queue already exists with the same name and a different value for attribute ${changed}`,
      );
    return { QueueUrl: queues.urlOf(present, call) };
  }
  const { RedrivePolicy } = attributes;
  if (RedrivePolicy) checkDeadLetterQueue(RedrivePolicy, fifo, (arn) => queues.withArn(arn));
  const queue = queues.create(name, attributes, { ...tags });
  queues.announce(queue, "created");
  return { QueueUrl: queues.urlOf(queue, call) };
}

function checkName(name: string, fifo: boolean, wantsFifo: boolean): void {
  if (!NAME.test(fifo ? name.slice(0, -5) : name) || name.length > 80)
    throw new ServiceError(
      "InvalidParameterValue",
      "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length",
    );
  if (wantsFifo !== fifo)
    throw new ServiceError(
      "InvalidParameterValue",
      fifo
        ? "The name of a FIFO queue needs the attribute FifoQueue to be true."
        : "The name of a FIFO queue can only include alphanumeric characters, hyphens, or underscores, must end with .fifo suffix and be 1 to 80 in length.",
    );
}
