import type { ListQueueTagsRequest } from "@aws-sdk/client-sqs";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import type { QueueDirectory } from "../state.ts";

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ListQueueTags.html */
export function listQueueTags(
  { QueueUrl }: Input<ListQueueTagsRequest>,
  { state: queues }: Call<QueueDirectory>,
): object {
  const { tags } = queues.at(QueueUrl);
  return Object.keys(tags).length > 0 ? { Tags: { ...tags } } : {};
}
