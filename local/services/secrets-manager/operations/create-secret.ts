import { randomBytes } from "node:crypto";
import type { CreateSecretRequest } from "@aws-sdk/client-secrets-manager";
import { arnOf } from "#kernel/arn.ts";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { ServiceError } from "#kernel/service-error.ts";
import type { Secret } from "../secret.ts";
import type { Secrets } from "../state.ts";

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html */
export function createSecret(input: Input<CreateSecretRequest>, { state: secrets, cloud }: Call<Secrets>) {
  const filled = input.SecretString !== undefined || input.SecretBinary !== undefined;
  const known = secrets.find(input.Name);
  // A call that is made again with its token is answered again.
  if (known?.versions.some(({ id }) => id === input.ClientRequestToken) && filled)
    return {
      ARN: known.arn,
      Name: known.name,
      VersionId: secrets.putValue(known, input, input.ClientRequestToken).id,
    };
  if (known)
    throw new ServiceError(
      "ResourceExistsException",
      `The operation failed because the secret ${input.Name} already exists.`,
    );
  const suffix = randomBytes(3).toString("hex");
  const arn = arnOf(cloud, "secretsmanager", `secret:${input.Name}-${suffix}`);
  const now = cloud.clock.now();
  const secret: Secret = {
    arn,
    name: input.Name,
    description: input.Description,
    keyId: input.KmsKeyId,
    tags: input.Tags,
    created: now,
    changed: now,
    versions: [],
  };
  secrets.keep(secret);
  return {
    ARN: arn,
    Name: input.Name,
    ...(filled && { VersionId: secrets.putValue(secret, input, input.ClientRequestToken).id }),
  };
}
