import type { GetPolicyVersionRequest } from "@aws-sdk/client-iam";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { noSuchEntity } from "../identity.ts";
import { policyOfAws, shownVersion } from "../managed-policy.ts";
import type { Iam } from "../state.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetPolicyVersion.html */
export function getPolicyVersion(
  { PolicyArn, VersionId }: Input<GetPolicyVersionRequest>,
  { state: iam }: Call<Iam>,
): object {
  if (policyOfAws(PolicyArn))
    throw noSuchEntity(`The local cloud does not have the statements of AWS's own policy ${PolicyArn}.`);
  return { PolicyVersion: shownVersion(iam.policies.get(PolicyArn), VersionId, true) };
}
