import type { UntagQueueRequest } from "@aws-sdk/client-sqs";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { ServiceError } from "#kernel/service-error.ts";
import { withoutTags } from "#kernel/tags.ts";
import type { QueueDirectory } from "../state.ts";

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_UntagQueue.html */
export function untagQueue(
  { QueueUrl, TagKeys }: Input<UntagQueueRequest>,
  { state: queues }: Call<QueueDirectory>,
): void {
  const queue = queues.at(QueueUrl);
  if (TagKeys.length === 0 || TagKeys.some((key) => key === "" || key.length > 128))
    throw new ServiceError(
      "InvalidParameterValue",
      "Tag keys must be between 1 and 128 characters in length.",
    );
  queue.tags = withoutTags(queue.tags, TagKeys);
  queues.changed(queue);
}
