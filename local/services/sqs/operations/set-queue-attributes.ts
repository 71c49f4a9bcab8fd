import type { SetQueueAttributesRequest } from "@aws-sdk/client-sqs";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { ServiceError } from "#kernel/service-error.ts";
import { checkAttributes, checkStandardQueue, setAttributes } from "../queue-attributes.ts";
import { checkDeadLetterQueue } from "../redrive-policy.ts";
import type { QueueDirectory } from "../state.ts";

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html */
export function setQueueAttributes(
  { QueueUrl, Attributes }: Input<SetQueueAttributesRequest>,
  { cloud, state: queues }: Call<QueueDirectory>,
): void {
  const queue = queues.at(QueueUrl);
  const attributes = checkAttributes(Attributes);
  if (!queue.fifo) checkStandardQueue(attributes);
  else if ("FifoQueue" in attributes && attributes["FifoQueue"] !== "true")
    throw new ServiceError(
      "InvalidAttributeValue",
      "Invalid value for the parameter FifoQueue. Reason: Modifying queue type is not supported.",
    );
  const { RedrivePolicy } = attributes;
  if (RedrivePolicy) checkDeadLetterQueue(RedrivePolicy, queue.fifo, (arn) => queues.withArn(arn));
  setAttributes(queue.attributes, attributes);
  queue.modified = cloud.clock.now();
  queues.changed(queue);
  queues.announce(queue, "updated");
}
