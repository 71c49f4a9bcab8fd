import type { GetPolicyRequest } from "@aws-sdk/client-iam";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { policyOfAws, shownPolicy } from "../managed-policy.ts";
import { attachments } from "../shown.ts";
import type { Iam } from "../state.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetPolicy.html */
export function getPolicy({ PolicyArn }: Input<GetPolicyRequest>, { state: iam }: Call<Iam>): object {
  const ofAws = policyOfAws(PolicyArn);
  if (ofAws) return { Policy: ofAws };
  return { Policy: shownPolicy(iam.policies.get(PolicyArn), attachments(iam, PolicyArn)) };
}
