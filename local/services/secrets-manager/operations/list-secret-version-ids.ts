import type { ListSecretVersionIdsRequest } from "@aws-sdk/client-secrets-manager";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import type { Secrets } from "../state.ts";

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_ListSecretVersionIds.html */
export function listSecretVersionIds(
  { SecretId, IncludeDeprecated = false }: Input<ListSecretVersionIdsRequest>,
  { state: secrets }: Call<Secrets>,
): object {
  const { arn, name, versions } = secrets.at(SecretId);
  const Versions = versions
    .filter(({ stages }) => stages.length > 0 || IncludeDeprecated)
    .map(({ id, stages, created }) => ({
      VersionId: id,
      ...(stages.length > 0 && { VersionStages: stages }),
      CreatedDate: created / 1_000,
    }));
  return { ARN: arn, Name: name, Versions };
}
