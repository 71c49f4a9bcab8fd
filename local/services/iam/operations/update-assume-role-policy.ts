import type { UpdateAssumeRolePolicyRequest } from "@aws-sdk/client-iam";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { checkDocument } from "../identity.ts";
import type { Iam } from "../state.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateAssumeRolePolicy.html */
export function updateAssumeRolePolicy(
  { RoleName, PolicyDocument }: Input<UpdateAssumeRolePolicyRequest>,
  { state: iam }: Call<Iam>,
): void {
  const role = iam.roles.get(RoleName);
  role.trust = checkDocument(PolicyDocument);
  iam.roles.changed(role);
}
