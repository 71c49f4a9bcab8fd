import type { GetQueueAttributesRequest } from "@aws-sdk/client-sqs";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { describeAttributes } from "../queue-attributes.ts";
import type { QueueDirectory } from "../state.ts";

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_GetQueueAttributes.html */
export function getQueueAttributes(
  { QueueUrl, AttributeNames = [] }: Input<GetQueueAttributesRequest>,
  { state: queues }: Call<QueueDirectory>,
): object {
  const Attributes = describeAttributes(queues.at(QueueUrl), AttributeNames);
  return Object.keys(Attributes).length > 0 ? { Attributes } : {};
}
