import { randomBytes } from "node:crypto";
import type { CreateAccessKeyRequest } from "@aws-sdk/client-iam";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import type { Iam } from "../state.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateAccessKey.html */
export function createAccessKey(
  { UserName }: Input<CreateAccessKeyRequest>,
  { state: iam, cloud }: Call<Iam>,
): object {
  const user = iam.users.get(UserName);
  const key = {
    id: `AKIA${randomBytes(10).toString("hex").slice(0, 16).toUpperCase()}`,
    created: cloud.clock.now() / 1_000,
    status: "Active",
  };
  user.keys.push(key);
  iam.users.changed(user);
  // Nobody checks it: it only has the form of one.
  const SecretAccessKey = randomBytes(30).toString("base64");
  return {
    AccessKey: {
      UserName,
      AccessKeyId: key.id,
      Status: key.status,
      SecretAccessKey,
      CreateDate: key.created,
    },
  };
}
