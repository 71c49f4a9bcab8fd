import type { ChangeMessageVisibilityRequest } from "@aws-sdk/client-sqs";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { hideMessage } from "../message-change.ts";
import type { QueueDirectory } from "../state.ts";

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ChangeMessageVisibility.html */
export function changeMessageVisibility(
  { QueueUrl, ...input }: Input<ChangeMessageVisibilityRequest>,
  { state: queues }: Call<QueueDirectory>,
): void {
  hideMessage(queues.at(QueueUrl), input);
}
