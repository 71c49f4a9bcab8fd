import type { AddPermissionRequest } from "@aws-sdk/client-sqs";
import { rootArnOf } from "#kernel/arn.ts";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { ServiceError } from "#kernel/service-error.ts";
import { checkActions, invalidPolicy, oneOrMany, policyOf, storePolicy } from "../queue-policy.ts";
import type { QueueDirectory } from "../state.ts";

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_AddPermission.html */
const MOST_STATEMENTS = 20;

/** The policy is shown and not enforced. */
export function addPermission(
  { QueueUrl, Label, AWSAccountIds: accounts, Actions: actions }: Input<AddPermissionRequest>,
  { state: queues, cloud }: Call<QueueDirectory>,
): void {
  const queue = queues.at(QueueUrl);
  const policy = policyOf(queue);
  checkActions(actions);
  if (accounts.length === 0) throw invalidPolicy("[]", "PrincipalId", "Unable to verify.");
  if (policy.Statement.some(({ Sid }) => Sid === Label))
    throw invalidPolicy(Label, "Label", "Already exists.");
  if (policy.Statement.length >= MOST_STATEMENTS)
    throw new ServiceError(
      "OverLimit",
      `${policy.Statement.length + 1} statements were found, maximum allowed is ${MOST_STATEMENTS}.`,
    );
  policy.Statement.push({
    Sid: Label,
    Effect: "Allow",
    Principal: { AWS: oneOrMany(accounts.map((account) => rootArnOf(cloud, account))) },
    Action: oneOrMany(actions.map((action) => `SQS:${action}`)),
    Resource: queue.arn,
  });
  storePolicy(queues, queue, policy);
}
