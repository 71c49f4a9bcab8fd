import type { DeletePolicyVersionRequest } from "@aws-sdk/client-iam";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import type { Iam } from "../state.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeletePolicyVersion.html */
export function deletePolicyVersion(
  { PolicyArn, VersionId }: Input<DeletePolicyVersionRequest>,
  { state: iam }: Call<Iam>,
): void {
  iam.policies.removeVersion(PolicyArn, VersionId);
}
