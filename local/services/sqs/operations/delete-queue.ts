import type { DeleteQueueRequest } from "@aws-sdk/client-sqs";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import type { QueueDirectory } from "../state.ts";

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_DeleteQueue.html */
export function deleteQueue(
  { QueueUrl }: Input<DeleteQueueRequest>,
  { state: queues }: Call<QueueDirectory>,
): void {
  const queue = queues.at(QueueUrl);
  queues.remove(queue);
  queues.announce(queue, "deleted");
}
