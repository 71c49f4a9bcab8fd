import type { PutGroupPolicyRequest } from "@aws-sdk/client-iam";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import type { Iam } from "../state.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutGroupPolicy.html */
export function putGroupPolicy(
  { GroupName, PolicyName, PolicyDocument }: Input<PutGroupPolicyRequest>,
  { state: iam }: Call<Iam>,
): void {
  iam.groups.putPolicy(GroupName, PolicyName, PolicyDocument);
}
