import type { UpdateSecretVersionStageRequest } from "@aws-sdk/client-secrets-manager";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { ServiceError } from "#kernel/service-error.ts";
import { CURRENT, moveStage } from "../stages.ts";
import type { Secrets } from "../state.ts";

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_UpdateSecretVersionStage.html */
export function updateSecretVersionStage(
  {
    SecretId,
    VersionStage,
    MoveToVersionId: to,
    RemoveFromVersionId: from,
  }: Input<UpdateSecretVersionStageRequest>,
  { state: secrets }: Call<Secrets>,
): object {
  const secret = secrets.live(SecretId);
  const holder = secret.versions.find(({ stages }) => stages.includes(VersionStage));
  if (to !== undefined && !secret.versions.some(({ id }) => id === to))
    throw new ServiceError(
      "ResourceNotFoundException",
      `Secrets Manager can't find the specified secret value for VersionId: ${to}`,
    );
  if (from !== undefined && holder?.id !== from)
    throw new ServiceError(
      "InvalidParameterException",
      `The version ${from} does not have the staging label ${VersionStage}.`,
    );
  if (holder && from === undefined && holder.id !== to)
    throw new ServiceError(
      "InvalidParameterException",
      `The parameter RemoveFromVersionId can't be empty. Staging label ${VersionStage} is currently attached to version ${holder.id}, so you must explicitly reference that version in RemoveFromVersionId.`,
    );
  if (VersionStage === CURRENT && to === undefined)
    throw new ServiceError(
      "InvalidParameterException",
      "You can only move staging label AWSCURRENT to a different secret version. It can’t be completely removed.",
    );
  moveStage(secret, VersionStage, to);
  secrets.keep(secret);
  return { ARN: secret.arn, Name: secret.name };
}
