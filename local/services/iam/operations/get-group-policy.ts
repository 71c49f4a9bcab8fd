import type { GetGroupPolicyRequest } from "@aws-sdk/client-iam";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import type { Iam } from "../state.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetGroupPolicy.html */
export function getGroupPolicy(
  { GroupName, PolicyName }: Input<GetGroupPolicyRequest>,
  { state: iam }: Call<Iam>,
): object {
  return { GroupName, ...iam.groups.policy(GroupName, PolicyName) };
}
