import type { ListInstanceProfilesForRoleRequest } from "@aws-sdk/client-iam";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { pageOf } from "../identity.ts";
import { shownProfile } from "../shown.ts";
import type { Iam } from "../state.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListInstanceProfilesForRole.html */
export function listInstanceProfilesForRole(
  { RoleName, ...page }: Input<ListInstanceProfilesForRoleRequest>,
  { state: iam }: Call<Iam>,
): object {
  const { name } = iam.roles.get(RoleName);
  const profiles = [...iam.profiles.values()].filter(({ roles }) => roles.includes(name));
  return pageOf(
    "InstanceProfiles",
    profiles.map((profile) => shownProfile(iam, profile)),
    page,
  );
}
