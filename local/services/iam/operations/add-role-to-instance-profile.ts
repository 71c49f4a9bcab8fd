import type { AddRoleToInstanceProfileRequest } from "@aws-sdk/client-iam";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { ServiceError } from "#kernel/service-error.ts";
import { profileAt } from "../shown.ts";
import type { Iam } from "../state.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_AddRoleToInstanceProfile.html */
export function addRoleToInstanceProfile(
  { InstanceProfileName, RoleName }: Input<AddRoleToInstanceProfileRequest>,
  { state: iam }: Call<Iam>,
): void {
  const profile = profileAt(iam, InstanceProfileName);
  const { name } = iam.roles.get(RoleName);
  if (profile.roles.length > 0)
    throw new ServiceError(
      "LimitExceededException",
      "Cannot exceed quota for InstanceSessionsPerInstanceProfile: 1",
    );
  profile.roles.push(name);
  iam.profiles.set(profile.name, profile);
}
