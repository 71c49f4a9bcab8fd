import type { AddUserToGroupRequest } from "@aws-sdk/client-iam";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import type { Iam } from "../state.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_AddUserToGroup.html */
export function addUserToGroup(
  { GroupName, UserName }: Input<AddUserToGroupRequest>,
  { state: iam }: Call<Iam>,
): void {
  const { name } = iam.groups.get(GroupName);
  const user = iam.users.get(UserName);
  if (!user.groups.includes(name)) user.groups.push(name);
  iam.users.changed(user);
}
