import { type Policy, readPolicy } from "../../kernel/policy.ts";
import { ServiceError } from "../../kernel/service-error.ts";
import type { Queue } from "./queue.ts";
import type { QueueDirectory } from "./state.ts";

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_AddPermission.html */
const MOST_ACTIONS = 7;
const SHAREABLE = new Set([
  "*",
  "SendMessage",
  "ReceiveMessage",
  "DeleteMessage",
  "ChangeMessageVisibility",
  "GetQueueAttributes",
  "GetQueueUrl",
  "ListDeadLetterSourceQueues",
  "PurgeQueue",
]);

/** Keeps a queue's policy; one without statements is none. */
export function storePolicy(queues: QueueDirectory, queue: Queue, policy: Policy): void {
  if (policy.Statement.length === 0) delete queue.attributes["Policy"];
  else queue.attributes["Policy"] = JSON.stringify(policy);
  queues.changed(queue);
}

export function policyOf({ arn, attributes }: Queue): Policy {
  const none = { Version: "2008-10-17", Id: `${arn}/SQSDefaultPolicy`, Statement: [] };
  return readPolicy(attributes["Policy"] ?? "") ?? none;
}

export function checkActions(actions: readonly string[]): void {
  if (actions.length === 0)
    throw new ServiceError("MissingParameter", "The request must contain the parameter Actions.");
  if (actions.length > MOST_ACTIONS)
    throw new ServiceError(
      "OverLimit",
      `${actions.length} Actions were found, maximum allowed is ${MOST_ACTIONS}.`,
    );
  const refused = actions.find((action) => !SHAREABLE.has(action));
  if (refused !== undefined)
    throw invalidPolicy(
      `SQS:${refused}`,
      "ActionName",
      "Only the queue owner is allowed to invoke this action.",
    );
}

export function invalidPolicy(value: string, parameter: string, reason: string): ServiceError {
  return new ServiceError(
    "InvalidParameterValue",
    `Value ${value} for parameter ${parameter} is invalid. Reason: ${reason}`,
  );
}
