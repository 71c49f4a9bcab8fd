import type { PutRolePolicyRequest } from "@aws-sdk/client-iam";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import type { Iam } from "../state.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutRolePolicy.html */
export function putRolePolicy(
  { RoleName, PolicyName, PolicyDocument }: Input<PutRolePolicyRequest>,
  { state: iam }: Call<Iam>,
): void {
  iam.roles.putPolicy(RoleName, PolicyName, PolicyDocument);
}
