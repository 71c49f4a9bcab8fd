import { rootArnOf } from "#kernel/arn.ts";
import type { Call } from "#kernel/cloud.ts";

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html */
export function getCallerIdentity(_input: object, { cloud, accountId }: Call): object {
  return { UserId: accountId, Account: accountId, Arn: rootArnOf(cloud, accountId) };
}
