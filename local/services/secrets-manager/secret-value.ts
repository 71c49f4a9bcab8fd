import { ServiceError } from "#kernel/service-error.ts";
import type { Secret } from "./secret.ts";

/** One version of a secret with its value. @throws ServiceError `ResourceNotFoundException` */
export function secretValue(
  secret: Secret,
  {
    VersionId,
    VersionStage = "AWSCURRENT",
  }: { readonly VersionId?: string; readonly VersionStage?: string } = {},
): object {
  const version = secret.versions.find(({ id, stages }) => {
    return VersionId === undefined ? stages.includes(VersionStage) : id === VersionId;
  });
  if (!version)
    throw new ServiceError(
      "ResourceNotFoundException",
      `Secrets Manager can't find the specified secret value for ${VersionId ? `VersionId: ${VersionId}` : `staging label: ${VersionStage}`}`,
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
