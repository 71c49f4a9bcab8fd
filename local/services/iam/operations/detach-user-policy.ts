import type { DetachUserPolicyRequest } from "@aws-sdk/client-iam";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import type { Iam } from "../state.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DetachUserPolicy.html */
export function detachUserPolicy(
  { UserName, PolicyArn }: Input<DetachUserPolicyRequest>,
  { state: iam }: Call<Iam>,
): void {
  iam.users.detach(UserName, PolicyArn);
}
