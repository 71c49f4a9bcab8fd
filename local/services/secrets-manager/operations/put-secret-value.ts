import type { PutSecretValueRequest } from "@aws-sdk/client-secrets-manager";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { ServiceError } from "#kernel/service-error.ts";
import type { Secrets } from "../state.ts";

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_PutSecretValue.html */
export function putSecretValue(input: Input<PutSecretValueRequest>, { state: secrets }: Call<Secrets>) {
  const secret = secrets.live(input.SecretId);
  if (input.SecretString === undefined && input.SecretBinary === undefined)
    throw new ServiceError(
      "InvalidParameterException",
      "You must provide either SecretString or SecretBinary.",
    );
  const { ClientRequestToken, VersionStages } = input;
  const { id, stages } = secrets.putValue(secret, input, ClientRequestToken, VersionStages);
  return { ARN: secret.arn, Name: secret.name, VersionId: id, VersionStages: stages };
}
