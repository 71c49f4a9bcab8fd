import type { DeleteRoleRequest } from "@aws-sdk/client-iam";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { ServiceError } from "#kernel/service-error.ts";
import type { Iam } from "../state.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteRole.html */
export function deleteRole({ RoleName }: Input<DeleteRoleRequest>, { state: iam }: Call<Iam>): void {
  if ([...iam.profiles.values()].some(({ roles }) => roles.includes(RoleName)))
    throw new ServiceError(
      "DeleteConflictException",
      "Cannot delete entity, must remove roles from instance profile first.",
    );
  iam.roles.remove(RoleName);
}
