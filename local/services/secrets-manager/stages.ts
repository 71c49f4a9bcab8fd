import type { Secret } from "./secret.ts";

export const CURRENT = "AWSCURRENT";
const PREVIOUS = "AWSPREVIOUS";

/**
 * Gives a stage to one version and takes it from the others; what was current becomes the previous one.
 *
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_UpdateSecretVersionStage.html
 *
 * @param to id of the version; undefined when none is to have it
 */
export function moveStage(secret: Secret, stage: string, to: string | undefined): void {
  const former = secret.versions.find(({ id, stages }) => id !== to && stages.includes(stage));
  secret.versions = secret.versions.map((version) => {
    const others = version.stages.filter((one) => one !== stage);
    return { ...version, stages: version.id === to ? [...others, stage] : others };
  });
  if (stage === CURRENT && former) moveStage(secret, PREVIOUS, former.id);
}
