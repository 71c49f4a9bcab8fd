import type { AddPermissionInput } from "@aws-sdk/client-sns";
import type { Call } from "#kernel/cloud.ts";
import { accountStatement } from "#kernel/policy.ts";
import type { Input } from "#kernel/service.ts";
import type { Sns } from "../state.ts";
import { invalidParameter } from "../topic-directory.ts";
import { ACTIONS, policyOf, storePolicy } from "../topic-policy.ts";

/** https://docs.aws.amazon.com/sns/latest/api/API_AddPermission.html */
export function addPermission(input: Input<AddPermissionInput>, { state: { topics }, cloud }: Call<Sns>) {
  const topic = topics.at(input.TopicArn);
  const policy = policyOf(cloud, topic);
  if (policy.Statement.some(({ Sid }) => Sid === input.Label))
    throw invalidParameter("Statement already exists");
  const actions = input.ActionName ?? [];
  if (actions.length === 0 || actions.some((action) => !ACTIONS.includes(action)))
    throw invalidParameter("Policy statement action out of service scope!");
  const statement = accountStatement(cloud, {
    label: input.Label,
    accounts: input.AWSAccountId ?? [],
    actions: actions.map((action) => `SNS:${action}`),
    resource: topic.arn,
  });
  storePolicy(topics, topic, { ...policy, Statement: [...policy.Statement, statement] });
  return {};
}
