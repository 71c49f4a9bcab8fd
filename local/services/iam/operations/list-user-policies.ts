import type { ListUserPoliciesRequest } from "@aws-sdk/client-iam";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import type { Iam } from "../state.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListUserPolicies.html */
export function listUserPolicies(
  { UserName, ...page }: Input<ListUserPoliciesRequest>,
  { state: iam }: Call<Iam>,
): object {
  return iam.users.policies(UserName, page);
}
