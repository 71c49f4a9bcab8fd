import type { CreatePolicyVersionRequest } from "@aws-sdk/client-iam";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { checkDocument } from "../identity.ts";
import type { Iam } from "../state.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicyVersion.html */
export function createPolicyVersion(
  { PolicyArn, PolicyDocument, SetAsDefault = false }: Input<CreatePolicyVersionRequest>,
  { state: iam, cloud }: Call<Iam>,
): object {
  const created = cloud.clock.now() / 1_000;
  return iam.policies.addVersion(PolicyArn, checkDocument(PolicyDocument), created, SetAsDefault);
}
