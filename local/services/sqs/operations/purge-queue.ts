import type { PurgeQueueRequest } from "@aws-sdk/client-sqs";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { ServiceError } from "#kernel/service-error.ts";
import type { QueueDirectory } from "../state.ts";

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_PurgeQueue.html */
export function purgeQueue(
  { QueueUrl }: Input<PurgeQueueRequest>,
  { state: queues }: Call<QueueDirectory>,
): void {
  const queue = queues.at(QueueUrl);
  if (!queue.purge())
    throw new ServiceError(
      "PurgeQueueInProgress",
      `Only one PurgeQueue operation on ${queue.name} is allowed every 60 seconds.`,
    );
}
