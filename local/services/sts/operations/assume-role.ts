import type { AssumeRoleRequest } from "@aws-sdk/client-sts";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { ServiceError } from "#kernel/service-error.ts";
import { randomToken, temporaryCredentials } from "../credentials.ts";

const ROLE = /^arn:(aws[\w-]*):iam::(\d{12}):role\/(?:.*\/)?([^/]+)$/;

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
export function assumeRole(
  { RoleArn, RoleSessionName, DurationSeconds = 3_600 }: Input<AssumeRoleRequest>,
  { cloud }: Call,
): object {
  const [, partition, account, role] = ROLE.exec(RoleArn) ?? [];
  if (role === undefined) throw new ServiceError("ValidationError", `${RoleArn} is invalid`);
  return {
    Credentials: temporaryCredentials(cloud, DurationSeconds),
    AssumedRoleUser: {
      AssumedRoleId: `AROA${randomToken(8)}:${RoleSessionName}`,
      Arn: `arn:${partition}:sts::${account}:assumed-role/${role}/${RoleSessionName}`,
    },
  };
}
