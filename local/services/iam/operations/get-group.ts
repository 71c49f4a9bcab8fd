import type { GetGroupRequest } from "@aws-sdk/client-iam";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { pageOf } from "../identity.ts";
import { shownGroup, shownUser } from "../shown.ts";
import type { Iam } from "../state.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetGroup.html */
export function getGroup({ GroupName, ...page }: Input<GetGroupRequest>, { state: iam }: Call<Iam>): object {
  const group = iam.groups.get(GroupName);
  const members = iam.users.all().filter(({ groups }) => groups.includes(GroupName));
  return { Group: shownGroup(group), ...pageOf("Users", members.map(shownUser), page) };
}
