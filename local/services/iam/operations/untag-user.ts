import type { UntagUserRequest } from "@aws-sdk/client-iam";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { tagsExcept } from "#kernel/tags.ts";
import type { Iam } from "../state.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_UntagUser.html */
export function untagUser({ UserName, TagKeys }: Input<UntagUserRequest>, { state: iam }: Call<Iam>): void {
  const user = iam.users.get(UserName);
  user.tags = tagsExcept(user.tags, TagKeys);
  iam.users.changed(user);
}
