import type { SendMessageBatchRequest } from "@aws-sdk/client-sqs";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { queueBatch, runQueueBatch } from "../batch.ts";
import { checkBatch, send } from "../send-message.ts";
import type { QueueDirectory } from "../state.ts";

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html */
export function sendMessageBatch(
  { QueueUrl, Entries }: Input<SendMessageBatchRequest>,
  { state: queues, traceId }: Call<QueueDirectory>,
): object {
  const queue = queues.at(QueueUrl);
  checkBatch(queue, Entries);
  return runQueueBatch(Entries, queueBatch("SendMessageBatchRequestEntry"), (entry) =>
    send(queue, entry, { traceId, batch: true }),
  );
}
