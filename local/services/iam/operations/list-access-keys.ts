import type { ListAccessKeysRequest } from "@aws-sdk/client-iam";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { pageOf } from "../identity.ts";
import type { Iam } from "../state.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListAccessKeys.html */
export function listAccessKeys(
  { UserName, ...page }: Input<ListAccessKeysRequest>,
  { state: iam }: Call<Iam>,
): object {
  const keys = iam.users.get(UserName).keys.map(({ id, created, status }) => ({
    UserName,
    AccessKeyId: id,
    Status: status,
    CreateDate: created,
  }));
  return pageOf("AccessKeyMetadata", keys, page);
}
