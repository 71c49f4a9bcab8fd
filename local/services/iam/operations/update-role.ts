import type { UpdateRoleRequest } from "@aws-sdk/client-iam";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import type { Iam } from "../state.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateRole.html */
export function updateRole(
  { RoleName, Description, MaxSessionDuration }: Input<UpdateRoleRequest>,
  { state: iam }: Call<Iam>,
): object {
  const role = iam.roles.get(RoleName);
  if (Description !== undefined) role.description = Description;
  if (MaxSessionDuration !== undefined) role.maxSession = MaxSessionDuration;
  iam.roles.changed(role);
  return {};
}
