import type { DescribeSecretRequest } from "@aws-sdk/client-secrets-manager";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import type { Secrets } from "../state.ts";

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_DescribeSecret.html */
export function describeSecret(
  { SecretId }: Input<DescribeSecretRequest>,
  { state: secrets }: Call<Secrets>,
) {
  const { arn, name, description, keyId, tags, created, changed, deleted, versions } = secrets.at(SecretId);
  return {
    ARN: arn,
    Name: name,
    ...(description !== undefined && { Description: description }),
    ...(keyId !== undefined && { KmsKeyId: keyId }),
    ...(tags && { Tags: tags }),
    CreatedDate: created / 1_000,
    LastChangedDate: changed / 1_000,
    ...(deleted !== undefined && { DeletedDate: deleted / 1_000 }),
    VersionIdsToStages: Object.fromEntries(
      versions.filter(({ stages }) => stages.length > 0).map(({ id, stages }) => [id, stages]),
    ),
  };
}
