import type { DescribeSecretRequest } from "@aws-sdk/client-secrets-manager";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { describedSecret, stagesOf } from "../described-secret.ts";
import type { Secrets } from "../state.ts";

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_DescribeSecret.html */
export function describeSecret(
  { SecretId }: Input<DescribeSecretRequest>,
  { state: secrets }: Call<Secrets>,
) {
  const secret = secrets.at(SecretId);
  const stages = stagesOf(secret);
  return {
    ...describedSecret(secret),
    ...(Object.keys(stages).length > 0 && { VersionIdsToStages: stages }),
  };
}
