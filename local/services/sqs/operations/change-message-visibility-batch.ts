import type { ChangeMessageVisibilityBatchRequest } from "@aws-sdk/client-sqs";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { queueBatch, runQueueBatch } from "../batch.ts";
import { hideMessage } from "../message-change.ts";
import type { QueueDirectory } from "../state.ts";

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ChangeMessageVisibilityBatch.html */
export function changeMessageVisibilityBatch(
  { QueueUrl, Entries }: Input<ChangeMessageVisibilityBatchRequest>,
  { state: queues }: Call<QueueDirectory>,
): object {
  const queue = queues.at(QueueUrl);
  return runQueueBatch(Entries, queueBatch("ChangeMessageVisibilityBatchRequestEntry"), (entry) => {
    hideMessage(queue, entry);
    return {};
  });
}
