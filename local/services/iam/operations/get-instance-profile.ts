import type { GetInstanceProfileRequest } from "@aws-sdk/client-iam";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { profileAt, shownProfile } from "../shown.ts";
import type { Iam } from "../state.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetInstanceProfile.html */
export function getInstanceProfile(
  { InstanceProfileName }: Input<GetInstanceProfileRequest>,
  { state: iam }: Call<Iam>,
): object {
  return { InstanceProfile: shownProfile(iam, profileAt(iam, InstanceProfileName)) };
}
