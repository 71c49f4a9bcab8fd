import type { ListAttachedUserPoliciesRequest } from "@aws-sdk/client-iam";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import type { Iam } from "../state.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListAttachedUserPolicies.html */
export function listAttachedUserPolicies(
  { UserName, ...page }: Input<ListAttachedUserPoliciesRequest>,
  { state: iam }: Call<Iam>,
): object {
  return iam.users.attachedPolicies(UserName, page);
}
