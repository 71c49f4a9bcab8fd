import type { CreateUserRequest } from "@aws-sdk/client-iam";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { identity } from "../identity.ts";
import { shownUser } from "../shown.ts";
import type { Iam } from "../state.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateUser.html */
export function createUser(input: Input<CreateUserRequest>, { state: iam, cloud }: Call<Iam>): object {
  const user = iam.users.add({
    ...identity(cloud, "user", input.UserName, input),
    boundary: input.PermissionsBoundary,
    inline: {},
    attached: [],
    groups: [],
    keys: [],
  });
  return { User: shownUser(user) };
}
