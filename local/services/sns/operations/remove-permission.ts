import type { RemovePermissionInput } from "@aws-sdk/client-sns";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import type { Sns } from "../state.ts";
import { policyOf, storePolicy } from "../topic-policy.ts";

/** https://docs.aws.amazon.com/sns/latest/api/API_RemovePermission.html */
export function removePermission(
  { TopicArn, Label }: Input<RemovePermissionInput>,
  { state: { topics }, cloud }: Call<Sns>,
) {
  const topic = topics.at(TopicArn);
  const policy = policyOf(cloud, topic);
  storePolicy(topics, topic, {
    ...policy,
    Statement: policy.Statement.filter(({ Sid }) => Sid !== Label),
  });
  return {};
}
