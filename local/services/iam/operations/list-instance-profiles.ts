import type { ListInstanceProfilesRequest } from "@aws-sdk/client-iam";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { pageOf } from "../identity.ts";
import { shownProfile } from "../shown.ts";
import type { Iam } from "../state.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListInstanceProfiles.html */
export function listInstanceProfiles(
  input: Input<ListInstanceProfilesRequest>,
  { state: iam }: Call<Iam>,
): object {
  const profiles = [...iam.profiles.values()].filter(({ path }) => path.startsWith(input.PathPrefix ?? "/"));
  return pageOf(
    "InstanceProfiles",
    profiles.map((profile) => shownProfile(iam, profile)),
    input,
  );
}
