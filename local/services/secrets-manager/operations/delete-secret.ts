import type { DeleteSecretRequest } from "@aws-sdk/client-secrets-manager";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { ServiceError } from "#kernel/service-error.ts";
import type { Secrets } from "../state.ts";

const DAY = 86_400_000;

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_DeleteSecret.html */
export function deleteSecret(input: Input<DeleteSecretRequest>, { state: secrets, cloud }: Call<Secrets>) {
  const secret = secrets.live(input.SecretId);
  const { RecoveryWindowInDays: days = 30, ForceDeleteWithoutRecovery: force } = input;
  if (force && input.RecoveryWindowInDays !== undefined)
    throw new ServiceError(
      "InvalidParameterException",
      "You can't use ForceDeleteWithoutRecovery with RecoveryWindowInDays.",
    );
  if (!(days >= 7 && days <= 30))
    throw new ServiceError(
      "InvalidParameterException",
      "The RecoveryWindowInDays value must be from 7 to 30 days.",
    );
  const DeletionDate = cloud.clock.now() + (force ? 0 : days * DAY);
  if (force) secrets.remove(secret);
  else {
    secret.deleted = cloud.clock.now();
    secrets.keep(secret);
    cloud.clock.after(days * DAY, () => {
      if (secret.deleted !== undefined) secrets.remove(secret);
    });
  }
  return { ARN: secret.arn, Name: secret.name, DeletionDate: DeletionDate / 1_000 };
}
