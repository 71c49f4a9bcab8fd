import type { TagQueueRequest } from "@aws-sdk/client-sqs";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { ServiceError } from "#kernel/service-error.ts";
import type { QueueDirectory } from "../state.ts";

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-queues.html */
const MOST_TAGS = 50;

export function tagQueue(
  { QueueUrl, Tags }: Input<TagQueueRequest>,
  { state: queues }: Call<QueueDirectory>,
): void {
  const queue = queues.at(QueueUrl);
  if (Object.keys(Tags).length === 0)
    throw new ServiceError("MissingParameter", "The request must contain the parameter Tags.");
  const tags = { ...queue.tags, ...Tags };
  if (Object.keys(tags).length > MOST_TAGS)
    throw new ServiceError("InvalidParameterValue", `Too many tags added for queue ${queue.name}.`);
  queue.tags = tags;
  queues.changed(queue);
}
