import type { AddPermissionInput } from "@aws-sdk/client-sns";
import { rootArnOf } from "#kernel/arn.ts";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import type { Sns } from "../state.ts";
import { invalidParameter } from "../topic-directory.ts";
import { ACTIONS, policyOf, storePolicy } from "../topic-policy.ts";

/** https://docs.aws.amazon.com/sns/latest/api/API_AddPermission.html */
export function addPermission(input: Input<AddPermissionInput>, { state: { topics }, cloud }: Call<Sns>) {
  const topic = topics.at(input.TopicArn);
  const policy = policyOf(cloud, topic);
  const statements = [policy.Statement ?? []].flat();
  if (statements.some(({ Sid }) => Sid === input.Label)) throw invalidParameter("Statement already exists");
  const actions = input.ActionName ?? [];
  if (actions.length === 0 || actions.some((action) => !ACTIONS.includes(action)))
    throw invalidParameter("Policy statement action out of service scope!");
  const statement = {
    Sid: input.Label,
    Effect: "Allow",
    Principal: {
      AWS: oneOrMany((input.AWSAccountId ?? []).map((account) => rootArnOf(cloud, account))),
    },
    Action: oneOrMany(actions.map((action) => `SNS:${action}`)),
    Resource: topic.arn,
  };
  storePolicy(topics, topic, { ...policy, Statement: [...statements, statement] });
  return {};
}

function oneOrMany(values: string[]): string | string[] {
  return values.length === 1 ? values[0]! : values;
}
