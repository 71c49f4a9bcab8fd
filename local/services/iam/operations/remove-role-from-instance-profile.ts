import type { RemoveRoleFromInstanceProfileRequest } from "@aws-sdk/client-iam";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { noSuchEntity } from "../identity.ts";
import { profileAt } from "../shown.ts";
import type { Iam } from "../state.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_RemoveRoleFromInstanceProfile.html */
export function removeRoleFromInstanceProfile(
  { InstanceProfileName, RoleName }: Input<RemoveRoleFromInstanceProfileRequest>,
  { state: iam }: Call<Iam>,
): void {
  const profile = profileAt(iam, InstanceProfileName);
  const at = profile.roles.indexOf(RoleName);
  if (at === -1) throw noSuchEntity(`The role with name ${RoleName} cannot be found.`);
  profile.roles.splice(at, 1);
  iam.profiles.set(profile.name, profile);
}
