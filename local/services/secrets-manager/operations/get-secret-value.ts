import type { GetSecretValueRequest } from "@aws-sdk/client-secrets-manager";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { ServiceError } from "#kernel/service-error.ts";
import type { Secrets } from "../state.ts";

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html */
export function getSecretValue(input: Input<GetSecretValueRequest>, { state: secrets }: Call<Secrets>) {
  const secret = secrets.live(input.SecretId);
  const stage = input.VersionStage ?? "AWSCURRENT";
  const version = secret.versions.find(({ id, stages }) => {
    return input.VersionId === undefined ? stages.includes(stage) : id === input.VersionId;
  });
  if (!version)
    throw new ServiceError(
      "ResourceNotFoundException",
      `Secrets Manager can't find the specified secret value for ${input.VersionId ? `VersionId: ${input.VersionId}` : `staging label: ${stage}`}`,
    );
  const { id, created, stages, ...value } = version;
  return {
    ARN: secret.arn,
    Name: secret.name,
    VersionId: id,
    ...value,
    VersionStages: stages,
    CreatedDate: created / 1_000,
  };
}
