import type { GetRolePolicyRequest } from "@aws-sdk/client-iam";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import type { Iam } from "../state.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRolePolicy.html */
export function getRolePolicy(
  { RoleName, PolicyName }: Input<GetRolePolicyRequest>,
  { state: iam }: Call<Iam>,
): object {
  return { RoleName, ...iam.roles.policy(RoleName, PolicyName) };
}
