import type { ListRoleTagsRequest } from "@aws-sdk/client-iam";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { pageOf } from "../identity.ts";
import type { Iam } from "../state.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListRoleTags.html */
export function listRoleTags(
  { RoleName, ...page }: Input<ListRoleTagsRequest>,
  { state: iam }: Call<Iam>,
): object {
  return pageOf("Tags", iam.roles.get(RoleName).tags, page);
}
