import type { ListDeadLetterSourceQueuesRequest } from "@aws-sdk/client-sqs";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { sourcesOf } from "../dead-letters.ts";
import { pageOfUrls } from "../queue-page.ts";
import type { QueueDirectory } from "../state.ts";

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ListDeadLetterSourceQueues.html */
export function listDeadLetterSourceQueues(
  { QueueUrl, MaxResults, NextToken }: Input<ListDeadLetterSourceQueuesRequest>,
  call: Call<QueueDirectory>,
): object {
  const { state: queues } = call;
  const urls = sourcesOf(queues, queues.at(QueueUrl)).map((queue) => queues.urlOf(queue, call));
  return { queueUrls: [], ...pageOfUrls("queueUrls", urls, MaxResults, NextToken) };
}
