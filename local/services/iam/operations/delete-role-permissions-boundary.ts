import type { DeleteRolePermissionsBoundaryRequest } from "@aws-sdk/client-iam";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import type { Iam } from "../state.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteRolePermissionsBoundary.html */
export function deleteRolePermissionsBoundary(
  { RoleName }: Input<DeleteRolePermissionsBoundaryRequest>,
  { state: iam }: Call<Iam>,
): void {
  const role = iam.roles.get(RoleName);
  role.boundary = undefined;
  iam.roles.changed(role);
}
