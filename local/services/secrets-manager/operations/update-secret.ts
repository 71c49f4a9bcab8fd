import type { UpdateSecretRequest } from "@aws-sdk/client-secrets-manager";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import type { Secrets } from "../state.ts";

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_UpdateSecret.html */
export function updateSecret(input: Input<UpdateSecretRequest>, { state: secrets, cloud }: Call<Secrets>) {
  const secret = secrets.live(input.SecretId);
  const filled = input.SecretString !== undefined || input.SecretBinary !== undefined;
  // First, as it may be refused: then nothing has changed.
  const VersionId = filled ? secrets.putValue(secret, input, input.ClientRequestToken).id : undefined;
  secret.description = input.Description ?? secret.description;
  secret.keyId = input.KmsKeyId ?? secret.keyId;
  secret.changed = cloud.clock.now();
  secrets.keep(secret);
  return { ARN: secret.arn, Name: secret.name, ...(VersionId !== undefined && { VersionId }) };
}
