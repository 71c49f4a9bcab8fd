import type { Call } from "../../../kernel/cloud.ts";

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html */
export function getCallerIdentity(_input: object, { accountId }: Call): object {
  return { UserId: accountId, Account: accountId, Arn: `arn:aws:iam::${accountId}:root` };
}
