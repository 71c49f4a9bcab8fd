import type { RestoreSecretRequest } from "@aws-sdk/client-secrets-manager";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import type { Secrets } from "../state.ts";

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_RestoreSecret.html */
export function restoreSecret({ SecretId }: Input<RestoreSecretRequest>, { state: secrets }: Call<Secrets>) {
  const secret = secrets.at(SecretId);
  secret.deleted = undefined;
  secret.removal = undefined;
  secrets.keep(secret);
  return { ARN: secret.arn, Name: secret.name };
}
