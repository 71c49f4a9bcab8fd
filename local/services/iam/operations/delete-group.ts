import type { DeleteGroupRequest } from "@aws-sdk/client-iam";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { ServiceError } from "#kernel/service-error.ts";
import type { Iam } from "../state.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteGroup.html */
export function deleteGroup({ GroupName }: Input<DeleteGroupRequest>, { state: iam }: Call<Iam>): void {
  if (iam.users.all().some(({ groups }) => groups.includes(GroupName)))
    throw new ServiceError(
      "DeleteConflictException",
      "Cannot delete entity, must remove users from group first.",
    );
  iam.groups.remove(GroupName);
}
