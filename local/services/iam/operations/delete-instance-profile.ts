import type { DeleteInstanceProfileRequest } from "@aws-sdk/client-iam";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { ServiceError } from "#kernel/service-error.ts";
import { profileAt } from "../shown.ts";
import type { Iam } from "../state.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteInstanceProfile.html */
export function deleteInstanceProfile(
  { InstanceProfileName }: Input<DeleteInstanceProfileRequest>,
  { state: iam }: Call<Iam>,
): void {
  const { roles, name } = profileAt(iam, InstanceProfileName);
  if (roles.length > 0)
    throw new ServiceError(
      "DeleteConflictException",
      "Cannot delete entity, must remove roles from instance profile first.",
    );
  iam.profiles.delete(name);
}
