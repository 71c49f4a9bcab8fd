import type { AttachGroupPolicyRequest } from "@aws-sdk/client-iam";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import type { Iam } from "../state.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_AttachGroupPolicy.html */
export function attachGroupPolicy(
  { GroupName, PolicyArn }: Input<AttachGroupPolicyRequest>,
  { state: iam }: Call<Iam>,
): void {
  iam.policies.checkAttachable(PolicyArn);
  iam.groups.attach(GroupName, PolicyArn);
}
