import type { RemoveUserFromGroupRequest } from "@aws-sdk/client-iam";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import type { Iam } from "../state.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_RemoveUserFromGroup.html */
export function removeUserFromGroup(
  { GroupName, UserName }: Input<RemoveUserFromGroupRequest>,
  { state: iam }: Call<Iam>,
): void {
  const { name } = iam.groups.get(GroupName);
  const user = iam.users.get(UserName);
  const at = user.groups.indexOf(name);
  if (at !== -1) user.groups.splice(at, 1);
  iam.users.changed(user);
}
