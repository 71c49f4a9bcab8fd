import type { ListQueuesRequest } from "@aws-sdk/client-sqs";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { pageOfUrls } from "../queue-page.ts";
import type { QueueDirectory } from "../state.ts";

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ListQueues.html */
export function listQueues(
  { QueueNamePrefix = "", MaxResults, NextToken }: Input<ListQueuesRequest>,
  call: Call<QueueDirectory>,
): object {
  const { state: queues } = call;
  const urls = queues
    .all()
    .filter(({ name }) => name.startsWith(QueueNamePrefix))
    .map((queue) => queues.urlOf(queue, call))
    .sort();
  return pageOfUrls("QueueUrls", urls, MaxResults, NextToken);
}
