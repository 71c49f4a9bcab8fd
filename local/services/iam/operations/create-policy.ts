import type { CreatePolicyRequest } from "@aws-sdk/client-iam";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { checkDocument, identity } from "../identity.ts";
import { shownPolicy } from "../managed-policy.ts";
import type { Iam } from "../state.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicy.html */
export function createPolicy(input: Input<CreatePolicyRequest>, { state: iam, cloud }: Call<Iam>): object {
  const made = identity(cloud, "policy", input.PolicyName, input);
  const policy = iam.policies.add({
    ...made,
    description: input.Description,
    versions: [{ id: "v1", document: checkDocument(input.PolicyDocument), created: made.created }],
    defaultVersion: "v1",
    latest: 1,
  });
  return { Policy: shownPolicy(policy, 0) };
}
