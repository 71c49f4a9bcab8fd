import type { RemovePermissionRequest } from "@aws-sdk/client-sqs";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { invalidPolicy, policyOf, storePolicy } from "../queue-policy.ts";
import type { QueueDirectory } from "../state.ts";

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_RemovePermission.html */
export function removePermission(
  { QueueUrl, Label }: Input<RemovePermissionRequest>,
  { state: queues }: Call<QueueDirectory>,
): void {
  const queue = queues.at(QueueUrl);
  const policy = policyOf(queue);
  const left = policy.Statement.filter(({ Sid }) => Sid !== Label);
  if (left.length === policy.Statement.length) throw invalidPolicy(Label, "Label", "can't find label.");
  storePolicy(queues, queue, { ...policy, Statement: left });
}
