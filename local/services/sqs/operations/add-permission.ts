import type { AddPermissionRequest } from "@aws-sdk/client-sqs";
import type { Call } from "#kernel/cloud.ts";
import { accountStatement } from "#kernel/policy.ts";
import type { Input } from "#kernel/service.ts";
import { ServiceError } from "#kernel/service-error.ts";
import { checkActions, invalidPolicy, policyOf, storePolicy } from "../queue-policy.ts";
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
  const statement = accountStatement(cloud, {
    label: Label,
    accounts,
    actions: actions.map((action) => `SQS:${action}`),
    resource: queue.arn,
  });
  storePolicy(queues, queue, { ...policy, Statement: [...policy.Statement, statement] });
}
