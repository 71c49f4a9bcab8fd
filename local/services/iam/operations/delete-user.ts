import type { DeleteUserRequest } from "@aws-sdk/client-iam";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { ServiceError } from "#kernel/service-error.ts";
import type { Iam } from "../state.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteUser.html */
export function deleteUser({ UserName }: Input<DeleteUserRequest>, { state: iam }: Call<Iam>): void {
  const { groups, keys } = iam.users.get(UserName);
  const left =
    groups.length > 0 ? "remove users from group" : keys.length > 0 ? "delete access keys" : undefined;
  if (left !== undefined)
    throw new ServiceError("DeleteConflictException", `Cannot delete entity, must ${left} first.`);
  iam.users.remove(UserName);
}
