import type { PutRolePermissionsBoundaryRequest } from "@aws-sdk/client-iam";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import type { Iam } from "../state.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutRolePermissionsBoundary.html */
export function putRolePermissionsBoundary(
  { RoleName, PermissionsBoundary }: Input<PutRolePermissionsBoundaryRequest>,
  { state: iam }: Call<Iam>,
): void {
  const role = iam.roles.get(RoleName);
  role.boundary = PermissionsBoundary;
  iam.roles.changed(role);
}
