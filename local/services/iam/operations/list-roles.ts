import type { ListRolesRequest } from "@aws-sdk/client-iam";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { pageOf } from "../identity.ts";
import { shownRole } from "../shown.ts";
import type { Iam } from "../state.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListRoles.html */
export function listRoles(input: Input<ListRolesRequest>, { state: iam }: Call<Iam>): object {
  return pageOf("Roles", iam.roles.all(input).map(shownRole), input);
}
