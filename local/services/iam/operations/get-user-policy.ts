import type { GetUserPolicyRequest } from "@aws-sdk/client-iam";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import type { Iam } from "../state.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetUserPolicy.html */
export function getUserPolicy(
  { UserName, PolicyName }: Input<GetUserPolicyRequest>,
  { state: iam }: Call<Iam>,
): object {
  return { UserName, ...iam.users.policy(UserName, PolicyName) };
}
