import type { AttachRolePolicyRequest } from "@aws-sdk/client-iam";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import type { Iam } from "../state.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_AttachRolePolicy.html */
export function attachRolePolicy(
  { RoleName, PolicyArn }: Input<AttachRolePolicyRequest>,
  { state: iam }: Call<Iam>,
): void {
  iam.policies.checkAttachable(PolicyArn);
  iam.roles.attach(RoleName, PolicyArn);
}
