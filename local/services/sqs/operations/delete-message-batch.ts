import type { DeleteMessageBatchRequest } from "@aws-sdk/client-sqs";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { queueBatch, runQueueBatch } from "../batch.ts";
import { removeMessage } from "../message-change.ts";
import type { QueueDirectory } from "../state.ts";

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_DeleteMessageBatch.html */
export function deleteMessageBatch(
  { QueueUrl, Entries }: Input<DeleteMessageBatchRequest>,
  { state: queues }: Call<QueueDirectory>,
): object {
  const queue = queues.at(QueueUrl);
  return runQueueBatch(Entries, queueBatch("DeleteMessageBatchRequestEntry"), ({ ReceiptHandle }) => {
    removeMessage(queue, ReceiptHandle);
    return {};
  });
}
