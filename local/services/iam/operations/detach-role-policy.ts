import type { DetachRolePolicyRequest } from "@aws-sdk/client-iam";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import type { Iam } from "../state.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DetachRolePolicy.html */
export function detachRolePolicy(
  { RoleName, PolicyArn }: Input<DetachRolePolicyRequest>,
  { state: iam }: Call<Iam>,
): void {
  iam.roles.detach(RoleName, PolicyArn);
}
