import type { SetDefaultPolicyVersionRequest } from "@aws-sdk/client-iam";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import type { Iam } from "../state.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_SetDefaultPolicyVersion.html */
export function setDefaultPolicyVersion(
  { PolicyArn, VersionId }: Input<SetDefaultPolicyVersionRequest>,
  { state: iam }: Call<Iam>,
): void {
  iam.policies.setDefault(PolicyArn, VersionId);
}
