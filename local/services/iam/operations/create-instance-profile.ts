import type { CreateInstanceProfileRequest } from "@aws-sdk/client-iam";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { ServiceError } from "#kernel/service-error.ts";
import { identity } from "../identity.ts";
import { shownProfile } from "../shown.ts";
import type { Iam } from "../state.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateInstanceProfile.html */
export function createInstanceProfile(
  input: Input<CreateInstanceProfileRequest>,
  { state: iam, cloud }: Call<Iam>,
): object {
  if (iam.profiles.has(input.InstanceProfileName))
    throw new ServiceError(
      "EntityAlreadyExistsException",
      `Instance Profile ${input.InstanceProfileName} already exists.`,
    );
  const profile = { ...identity(cloud, "instance-profile", input.InstanceProfileName, input), roles: [] };
  iam.profiles.set(profile.name, profile);
  return { InstanceProfile: shownProfile(iam, profile) };
}
