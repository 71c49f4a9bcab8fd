import type { ListEntitiesForPolicyRequest } from "@aws-sdk/client-iam";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import type { Principal } from "../principal.ts";
import type { Iam } from "../state.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListEntitiesForPolicy.html */
export function listEntitiesForPolicy(
  { PolicyArn }: Input<ListEntitiesForPolicyRequest>,
  { state: iam }: Call<Iam>,
): object {
  const having = (all: readonly Principal[]) => all.filter(({ attached }) => attached.includes(PolicyArn));
  return {
    PolicyRoles: having(iam.roles.all()).map(({ name, id }) => ({ RoleName: name, RoleId: id })),
    PolicyUsers: having(iam.users.all()).map(({ name, id }) => ({ UserName: name, UserId: id })),
    PolicyGroups: having(iam.groups.all()).map(({ name, id }) => ({ GroupName: name, GroupId: id })),
    IsTruncated: false,
  };
}
