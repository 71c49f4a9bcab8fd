import type { ListUsersRequest } from "@aws-sdk/client-iam";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { pageOf } from "../identity.ts";
import { shownUser } from "../shown.ts";
import type { Iam } from "../state.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListUsers.html */
export function listUsers(input: Input<ListUsersRequest>, { state: iam }: Call<Iam>): object {
  return pageOf("Users", iam.users.all(input).map(shownUser), input);
}
