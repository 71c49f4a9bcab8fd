import type { AttachUserPolicyRequest } from "@aws-sdk/client-iam";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import type { Iam } from "../state.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_AttachUserPolicy.html */
export function attachUserPolicy(
  { UserName, PolicyArn }: Input<AttachUserPolicyRequest>,
  { state: iam }: Call<Iam>,
): void {
  iam.policies.checkAttachable(PolicyArn);
  iam.users.attach(UserName, PolicyArn);
}
