import type { ListAttachedRolePoliciesRequest } from "@aws-sdk/client-iam";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import type { Iam } from "../state.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListAttachedRolePolicies.html */
export function listAttachedRolePolicies(
  { RoleName, ...page }: Input<ListAttachedRolePoliciesRequest>,
  { state: iam }: Call<Iam>,
): object {
  return iam.roles.attachedPolicies(RoleName, page);
}
