import type { GetRoleRequest } from "@aws-sdk/client-iam";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { shownRole } from "../shown.ts";
import type { Iam } from "../state.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRole.html */
export function getRole({ RoleName }: Input<GetRoleRequest>, { state: iam }: Call<Iam>): object {
  return { Role: shownRole(iam.roles.get(RoleName)) };
}
