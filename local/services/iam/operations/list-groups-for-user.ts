import type { ListGroupsForUserRequest } from "@aws-sdk/client-iam";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { pageOf } from "../identity.ts";
import { shownGroup } from "../shown.ts";
import type { Iam } from "../state.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListGroupsForUser.html */
export function listGroupsForUser(
  { UserName, ...page }: Input<ListGroupsForUserRequest>,
  { state: iam }: Call<Iam>,
): object {
  const groups = iam.users.get(UserName).groups.map((name) => shownGroup(iam.groups.get(name)));
  return pageOf("Groups", groups, page);
}
