import type { DeleteAccessKeyRequest } from "@aws-sdk/client-iam";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { noSuchEntity } from "../identity.ts";
import type { Iam } from "../state.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteAccessKey.html */
export function deleteAccessKey(
  { UserName, AccessKeyId }: Input<DeleteAccessKeyRequest>,
  { state: iam }: Call<Iam>,
): void {
  const user = iam.users.get(UserName);
  const at = user.keys.findIndex(({ id }) => id === AccessKeyId);
  if (at === -1) throw noSuchEntity(`The Access Key with id ${AccessKeyId} cannot be found.`);
  user.keys.splice(at, 1);
  iam.users.changed(user);
}
