import type { SendMessageRequest } from "@aws-sdk/client-sqs";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { send } from "../send-message.ts";
import type { QueueDirectory } from "../state.ts";

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html */
export function sendMessage(
  input: Input<SendMessageRequest>,
  { state: queues, traceId }: Call<QueueDirectory>,
): object {
  return send(queues.at(input.QueueUrl), input, { traceId });
}
