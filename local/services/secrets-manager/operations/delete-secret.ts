import type { DeleteSecretRequest } from "@aws-sdk/client-secrets-manager";
import { arnOf } from "#kernel/arn.ts";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { ServiceError } from "#kernel/service-error.ts";
import type { Secrets } from "../state.ts";

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_DeleteSecret.html */
export function deleteSecret(input: Input<DeleteSecretRequest>, { state: secrets, cloud }: Call<Secrets>) {
  const { SecretId, RecoveryWindowInDays: days = 30, ForceDeleteWithoutRecovery: force } = input;
  if (force && input.RecoveryWindowInDays !== undefined)
    throw new ServiceError(
      "InvalidParameterException",
      "You can't use ForceDeleteWithoutRecovery in conjunction with RecoveryWindowInDays.",
    );
  if (!(days >= 7 && days <= 30))
    throw new ServiceError(
      "InvalidParameterException",
      "The RecoveryWindowInDays value must be between 7 and 30 days (inclusive).",
    );
  const now = cloud.clock.now();
  if (force) {
    const secret = secrets.find(SecretId);
    if (secret) secrets.remove(secret);
    // What is not there is deleted without an error too.
    const { arn, name } = secret ?? {
      arn: SecretId.startsWith("arn:") ? SecretId : arnOf(cloud, "secretsmanager", `secret:${SecretId}`),
      name: SecretId,
    };
    return { ARN: arn, Name: name, DeletionDate: now / 1_000 };
  }
  const secret = secrets.live(SecretId);
  return {
    ARN: secret.arn,
    Name: secret.name,
    DeletionDate: secrets.removeAfter(secret, days) / 1_000,
  };
}
