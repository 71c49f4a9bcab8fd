import type { PutUserPolicyRequest } from "@aws-sdk/client-iam";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import type { Iam } from "../state.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutUserPolicy.html */
export function putUserPolicy(
  { UserName, PolicyName, PolicyDocument }: Input<PutUserPolicyRequest>,
  { state: iam }: Call<Iam>,
): void {
  iam.users.putPolicy(UserName, PolicyName, PolicyDocument);
}
