import type { TagUserRequest } from "@aws-sdk/client-iam";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { withTags } from "#kernel/tags.ts";
import type { Iam } from "../state.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_TagUser.html */
export function tagUser({ UserName, Tags }: Input<TagUserRequest>, { state: iam }: Call<Iam>): void {
  const user = iam.users.get(UserName);
  user.tags = withTags(user.tags, Tags);
  iam.users.changed(user);
}
