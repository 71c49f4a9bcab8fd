import type { GetSessionTokenRequest } from "@aws-sdk/client-sts";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { temporaryCredentials } from "../credentials.ts";

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_GetSessionToken.html */
export function getSessionToken(
  { DurationSeconds = 43_200 }: Input<GetSessionTokenRequest>,
  { cloud }: Call,
): object {
  return { Credentials: temporaryCredentials(cloud, DurationSeconds) };
}
