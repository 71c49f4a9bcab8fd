import type { GetQueueUrlRequest } from "@aws-sdk/client-sqs";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import type { QueueDirectory } from "../state.ts";

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_GetQueueUrl.html */
export function getQueueUrl({ QueueName }: Input<GetQueueUrlRequest>, call: Call<QueueDirectory>): object {
  const { state: queues } = call;
  return { QueueUrl: queues.urlOf(queues.at(QueueName), call) };
}
