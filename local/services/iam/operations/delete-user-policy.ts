import type { DeleteUserPolicyRequest } from "@aws-sdk/client-iam";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import type { Iam } from "../state.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteUserPolicy.html */
export function deleteUserPolicy(
  { UserName, PolicyName }: Input<DeleteUserPolicyRequest>,
  { state: iam }: Call<Iam>,
): void {
  iam.users.deletePolicy(UserName, PolicyName);
}
