import type { ListRolePoliciesRequest } from "@aws-sdk/client-iam";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import type { Iam } from "../state.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListRolePolicies.html */
export function listRolePolicies(
  { RoleName, ...page }: Input<ListRolePoliciesRequest>,
  { state: iam }: Call<Iam>,
): object {
  return iam.roles.policies(RoleName, page);
}
