import type { Secret } from "./secret.ts";

/** What lists and descriptions say of a secret; moments in seconds. */
export const describedSecret = ({
  arn,
  name,
  description,
  keyId,
  tags,
  created,
  changed,
  deleted,
}: Secret): object => ({
  ARN: arn,
  Name: name,
  ...(description !== undefined && { Description: description }),
  ...(keyId !== undefined && { KmsKeyId: keyId }),
  ...(tags && { Tags: tags }),
  CreatedDate: created / 1_000,
  LastChangedDate: changed / 1_000,
  ...(deleted !== undefined && { DeletedDate: deleted / 1_000 }),
});

/** The stages of a secret's versions by their ids, without the versions that have none. */
export const stagesOf = ({ versions }: Secret): Record<string, readonly string[]> =>
  Object.fromEntries(
    versions.filter(({ stages }) => stages.length > 0).map(({ id, stages }) => [id, stages]),
  );
