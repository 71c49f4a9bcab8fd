import type { ListAttachedGroupPoliciesRequest } from "@aws-sdk/client-iam";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import type { Iam } from "../state.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListAttachedGroupPolicies.html */
export function listAttachedGroupPolicies(
  { GroupName, ...page }: Input<ListAttachedGroupPoliciesRequest>,
  { state: iam }: Call<Iam>,
): object {
  return iam.groups.attachedPolicies(GroupName, page);
}
