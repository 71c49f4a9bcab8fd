import type { ListPoliciesRequest } from "@aws-sdk/client-iam";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { pageOf } from "../identity.ts";
import { shownPolicy } from "../managed-policy.ts";
import { attachments } from "../shown.ts";
import type { Iam } from "../state.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListPolicies.html */
export function listPolicies(input: Input<ListPoliciesRequest>, { state: iam }: Call<Iam>): object {
  const policies = iam.policies
    .all()
    .filter(({ path }) => input.Scope !== "AWS" && path.startsWith(input.PathPrefix ?? "/"))
    .map((policy) => shownPolicy(policy, attachments(iam, policy.arn)));
  return pageOf("Policies", policies, input);
}
