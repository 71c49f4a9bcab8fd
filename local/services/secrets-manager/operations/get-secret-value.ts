import type { GetSecretValueRequest } from "@aws-sdk/client-secrets-manager";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { secretValue } from "../secret-value.ts";
import type { Secrets } from "../state.ts";

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html */
export function getSecretValue(input: Input<GetSecretValueRequest>, { state: secrets }: Call<Secrets>) {
  return secretValue(secrets.live(input.SecretId), input);
}
