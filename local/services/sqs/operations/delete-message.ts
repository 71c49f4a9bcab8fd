import type { DeleteMessageRequest } from "@aws-sdk/client-sqs";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { removeMessage } from "../message-change.ts";
import type { QueueDirectory } from "../state.ts";

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_DeleteMessage.html */
export function deleteMessage(
  { QueueUrl, ReceiptHandle }: Input<DeleteMessageRequest>,
  { state: queues }: Call<QueueDirectory>,
): void {
  removeMessage(queues.at(QueueUrl), ReceiptHandle);
}
