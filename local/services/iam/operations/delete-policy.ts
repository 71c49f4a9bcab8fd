import type { DeletePolicyRequest } from "@aws-sdk/client-iam";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { ServiceError } from "#kernel/service-error.ts";
import { attachments } from "../shown.ts";
import type { Iam } from "../state.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeletePolicy.html */
export function deletePolicy({ PolicyArn }: Input<DeletePolicyRequest>, { state: iam }: Call<Iam>): void {
  if (attachments(iam, PolicyArn) > 0)
    throw new ServiceError("DeleteConflictException", "Cannot delete a policy attached to entities.");
  if (iam.policies.get(PolicyArn).versions.length > 1)
    throw new ServiceError(
      "DeleteConflictException",
      "This policy has more than one version. Before you delete a policy, you must delete the policy's versions.",
    );
  iam.policies.remove(PolicyArn);
}
