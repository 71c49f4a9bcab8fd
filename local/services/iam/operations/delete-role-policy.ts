import type { DeleteRolePolicyRequest } from "@aws-sdk/client-iam";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import type { Iam } from "../state.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteRolePolicy.html */
export function deleteRolePolicy(
  { RoleName, PolicyName }: Input<DeleteRolePolicyRequest>,
  { state: iam }: Call<Iam>,
): void {
  iam.roles.deletePolicy(RoleName, PolicyName);
}
