import type { CreateGroupRequest } from "@aws-sdk/client-iam";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { identity } from "../identity.ts";
import { shownGroup } from "../shown.ts";
import type { Iam } from "../state.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateGroup.html */
export function createGroup(input: Input<CreateGroupRequest>, { state: iam, cloud }: Call<Iam>): object {
  const group = { ...identity(cloud, "group", input.GroupName, input), inline: {}, attached: [] };
  return { Group: shownGroup(iam.groups.add(group)) };
}
