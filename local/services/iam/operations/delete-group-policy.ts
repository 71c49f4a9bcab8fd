import type { DeleteGroupPolicyRequest } from "@aws-sdk/client-iam";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import type { Iam } from "../state.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteGroupPolicy.html */
export function deleteGroupPolicy(
  { GroupName, PolicyName }: Input<DeleteGroupPolicyRequest>,
  { state: iam }: Call<Iam>,
): void {
  iam.groups.deletePolicy(GroupName, PolicyName);
}
