import type { Operations } from "../../kernel/cloud.ts";
import { ServiceError } from "../../kernel/service-error.ts";
import type { Queue } from "./queue.ts";
import type { QueueDirectory } from "./queue-directory.ts";

interface Statement {
  readonly Sid: string;
  readonly [member: string]: unknown;
}

interface Policy {
  readonly Version: string;
  readonly Id: string;
  Statement: Statement[];
}

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_AddPermission.html */
const MOST_ACTIONS = 7;
const MOST_STATEMENTS = 20;
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

/** Adding statements to a queue's policy and taking them out. The policy is shown and not enforced. */
export function permissionOperations(queues: QueueDirectory): Operations {
  const store = (queue: Queue, policy: Policy): void => {
    if (policy.Statement.length === 0) delete queue.attributes["Policy"];
    else queue.attributes["Policy"] = JSON.stringify(policy);
    queues.changed(queue);
  };
  return {
    AddPermission(input: { QueueUrl: string; Label: string; AWSAccountIds?: string[]; Actions?: string[] }) {
      const queue = queues.at(input.QueueUrl);
      const { Label, AWSAccountIds: accounts = [], Actions: actions = [] } = input;
      const policy = policyOf(queue);
      checkActions(actions);
      if (accounts.length === 0) throw invalid("[]", "PrincipalId", "Unable to verify.");
      if (policy.Statement.some(({ Sid }) => Sid === Label)) throw invalid(Label, "Label", "Already exists.");
      if (policy.Statement.length >= MOST_STATEMENTS)
        throw new ServiceError(
          "OverLimit",
          `${policy.Statement.length + 1} statements were found, maximum allowed is ${MOST_STATEMENTS}.`,
          { statusCode: 403 },
        );
      policy.Statement.push({
        Sid: Label,
        Effect: "Allow",
        Principal: { AWS: oneOrMany(accounts.map((account) => `arn:aws:iam::${account}:root`)) },
        Action: oneOrMany(actions.map((action) => `SQS:${action}`)),
        Resource: queue.arn,
      });
      store(queue, policy);
      return {};
    },

    RemovePermission({ QueueUrl, Label }: { QueueUrl: string; Label: string }) {
      const queue = queues.at(QueueUrl);
      const policy = policyOf(queue);
      const left = policy.Statement.filter(({ Sid }) => Sid !== Label);
      if (left.length === policy.Statement.length) throw invalid(Label, "Label", "can't find label.");
      store(queue, { ...policy, Statement: left });
      return {};
    },
  };
}

function policyOf(queue: Queue): Policy {
  const text = queue.attributes["Policy"];
  if (text === undefined)
    return { Version: "2008-10-17", Id: `${queue.arn}/SQSDefaultPolicy`, Statement: [] };
  const policy = JSON.parse(text) as Policy;
  return { ...policy, Statement: [policy.Statement ?? []].flat() };
}

function checkActions(actions: readonly string[]): void {
  if (actions.length === 0)
    throw new ServiceError("MissingParameter", "The request must contain the parameter Actions.");
  if (actions.length > MOST_ACTIONS)
    throw new ServiceError(
      "OverLimit",
      `${actions.length} Actions were found, maximum allowed is ${MOST_ACTIONS}.`,
      { statusCode: 403 },
    );
  const refused = actions.find((action) => !SHAREABLE.has(action));
  if (refused !== undefined)
    throw invalid(`SQS:${refused}`, "ActionName", "Only the queue owner is allowed to invoke this action.");
}

function oneOrMany(values: string[]): string | string[] {
  return values.length === 1 ? values[0]! : values;
}

function invalid(value: string, parameter: string, reason: string): ServiceError {
  return new ServiceError(
    "InvalidParameterValue",
    `Value ${value} for parameter ${parameter} is invalid. Reason: ${reason}`,
  );
}
