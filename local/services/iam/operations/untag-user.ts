import type { UntagUserRequest } from "@aws-sdk/client-iam";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import type { Iam } from "../state.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_UntagUser.html */
export function untagUser({ UserName, TagKeys }: Input<UntagUserRequest>, { state: iam }: Call<Iam>): void {
  const user = iam.users.get(UserName);
  user.tags = user.tags.filter(({ Key }) => !TagKeys.includes(Key));
  iam.users.changed(user);
}
