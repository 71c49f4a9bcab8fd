import type { ListPolicyVersionsRequest } from "@aws-sdk/client-iam";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { pageOf } from "../identity.ts";
import { shownVersion } from "../managed-policy.ts";
import type { Iam } from "../state.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListPolicyVersions.html */
export function listPolicyVersions(
  { PolicyArn, ...page }: Input<ListPolicyVersionsRequest>,
  { state: iam }: Call<Iam>,
): object {
  const policy = iam.policies.get(PolicyArn);
  const versions = policy.versions.map(({ id }) => shownVersion(policy, id, false));
  return pageOf("Versions", versions, page);
}
