import type { DetachGroupPolicyRequest } from "@aws-sdk/client-iam";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import type { Iam } from "../state.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DetachGroupPolicy.html */
export function detachGroupPolicy(
  { GroupName, PolicyArn }: Input<DetachGroupPolicyRequest>,
  { state: iam }: Call<Iam>,
): void {
  iam.groups.detach(GroupName, PolicyArn);
}
