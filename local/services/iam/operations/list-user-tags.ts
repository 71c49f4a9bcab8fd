import type { ListUserTagsRequest } from "@aws-sdk/client-iam";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { pageOf } from "../identity.ts";
import type { Iam } from "../state.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListUserTags.html */
export function listUserTags(
  { UserName, ...page }: Input<ListUserTagsRequest>,
  { state: iam }: Call<Iam>,
): object {
  return pageOf("Tags", iam.users.get(UserName).tags, page);
}
