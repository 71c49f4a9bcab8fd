import type { ListGroupPoliciesRequest } from "@aws-sdk/client-iam";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import type { Iam } from "../state.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListGroupPolicies.html */
export function listGroupPolicies(
  { GroupName, ...page }: Input<ListGroupPoliciesRequest>,
  { state: iam }: Call<Iam>,
): object {
  return iam.groups.policies(GroupName, page);
}
