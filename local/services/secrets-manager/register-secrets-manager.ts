import { randomBytes, randomUUID } from "node:crypto";
import type { Cloud } from "../../kernel/cloud.ts";
import { checkInput } from "../../kernel/input-shape.ts";
import { modelOf } from "../../kernel/model.ts";
import { ServiceError } from "../../kernel/service-error.ts";
import type { Storage } from "../../kernel/storage/storage.ts";
import model from "./model.json" with { type: "json" };

interface SecretValue {
  readonly SecretString?: string;
  readonly SecretBinary?: string | Uint8Array;
}

interface Version extends SecretValue {
  readonly id: string;
  readonly created: number;
  readonly stages: readonly string[];
}

interface Tag {
  readonly Key: string;
  readonly Value: string;
}

interface Secret {
  readonly arn: string;
  readonly name: string;
  description?: string;
  keyId?: string;
  tags?: Tag[];
  readonly created: number;
  changed: number;
  deleted?: number;
  versions: Version[];
}

const DAY = 86_400_000;

/** Adds Secrets Manager to a cloud. */
export function registerSecretsManager(
  cloud: Cloud,
  { storage = cloud.storage }: { readonly storage?: Storage } = {},
): void {
  const kept = storage.collection<Secret>("secrets");
  const secrets = new Map<string, Secret>(kept.entries());
  const remove = ({ name }: Secret): void => {
    secrets.delete(name);
    kept.delete(name);
  };
  const at = (id: string): Secret => {
    const secret =
      secrets.get(id) ?? [...secrets.values()].find(({ arn }) => arn === id || arn.slice(0, -7) === id);
    if (!secret)
      throw new ServiceError("ResourceNotFoundException", "Secrets Manager can't find the specified secret.");
    return secret;
  };
  const live = (id: string): Secret => {
    const secret = at(id);
    if (secret.deleted !== undefined)
      throw new ServiceError(
        "InvalidRequestException",
        "You can't perform this operation on the secret because it was marked for deletion.",
      );
    return secret;
  };
  const put = (
    secret: Secret,
    { SecretString, SecretBinary }: SecretValue,
    id: string = randomUUID(),
  ): string => {
    const older = secret.versions.map((version): Version => {
      return { ...version, stages: version.stages.includes("AWSCURRENT") ? ["AWSPREVIOUS"] : [] };
    });
    const bytes =
      typeof SecretBinary === "string" ? SecretBinary : Buffer.from(SecretBinary ?? []).toString("base64");
    const value = SecretString === undefined ? { SecretBinary: bytes } : { SecretString };
    secret.versions = [...older, { id, created: cloud.clock.now(), stages: ["AWSCURRENT"], ...value }];
    secret.changed = cloud.clock.now();
    kept.set(secret.name, secret);
    return id;
  };
  cloud.add({ name: "secretsmanager", signedAs: "secretsmanager", model: modelOf(model), operations: {} });
  cloud.register("secretsmanager", {
    CreateSecret(
      input: SecretValue & {
        Name: string;
        Description?: string;
        KmsKeyId?: string;
        Tags?: Tag[];
        ClientRequestToken?: string;
      },
    ) {
      checkInput(input, { Name: { type: "string", minimum: 1, maximum: 512, required: true } });
      if (secrets.has(input.Name))
        throw new ServiceError(
          "ResourceExistsException",
          `The operation failed because the secret ${input.Name} already exists.`,
        );
      const suffix = randomBytes(3).toString("hex");
      const arn = `arn:aws:secretsmanager:${cloud.region}:${cloud.accountId}:secret:${input.Name}-${suffix}`;
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
      secrets.set(input.Name, secret);
      kept.set(input.Name, secret);
      const filled = input.SecretString !== undefined || input.SecretBinary !== undefined;
      return {
        ARN: arn,
        Name: input.Name,
        ...(filled && { VersionId: put(secret, input, input.ClientRequestToken) }),
      };
    },

    GetSecretValue(input: { SecretId: string; VersionId?: string; VersionStage?: string }) {
      const secret = live(input.SecretId);
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
    },

    PutSecretValue(input: SecretValue & { SecretId: string; ClientRequestToken?: string }) {
      const secret = live(input.SecretId);
      if (input.SecretString === undefined && input.SecretBinary === undefined)
        throw new ServiceError(
          "InvalidParameterException",
          "You must provide either SecretString or SecretBinary.",
        );
      const VersionId = put(secret, input, input.ClientRequestToken);
      return { ARN: secret.arn, Name: secret.name, VersionId, VersionStages: ["AWSCURRENT"] };
    },

    UpdateSecret(
      input: SecretValue & {
        SecretId: string;
        Description?: string;
        KmsKeyId?: string;
        ClientRequestToken?: string;
      },
    ) {
      const secret = live(input.SecretId);
      secret.description = input.Description ?? secret.description;
      secret.keyId = input.KmsKeyId ?? secret.keyId;
      secret.changed = cloud.clock.now();
      const filled = input.SecretString !== undefined || input.SecretBinary !== undefined;
      const VersionId = filled ? put(secret, input, input.ClientRequestToken) : undefined;
      kept.set(secret.name, secret);
      return { ARN: secret.arn, Name: secret.name, ...(VersionId !== undefined && { VersionId }) };
    },

    TagResource({ SecretId, Tags }: { SecretId: string; Tags: Tag[] }) {
      const secret = live(SecretId);
      const given = new Set(Tags.map(({ Key }) => Key));
      secret.tags = [...(secret.tags ?? []).filter(({ Key }) => !given.has(Key)), ...Tags];
      kept.set(secret.name, secret);
      return {};
    },

    UntagResource({ SecretId, TagKeys }: { SecretId: string; TagKeys: string[] }) {
      const secret = live(SecretId);
      secret.tags = (secret.tags ?? []).filter(({ Key }) => !TagKeys.includes(Key));
      kept.set(secret.name, secret);
      return {};
    },

    DescribeSecret({ SecretId }: { SecretId: string }) {
      const { arn, name, description, keyId, tags, created, changed, deleted, versions } = at(SecretId);
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
    },

    DeleteSecret(input: {
      SecretId: string;
      RecoveryWindowInDays?: number;
      ForceDeleteWithoutRecovery?: boolean;
    }) {
      const secret = live(input.SecretId);
      const { RecoveryWindowInDays: days = 30, ForceDeleteWithoutRecovery: force } = input;
      if (force && input.RecoveryWindowInDays !== undefined)
        throw new ServiceError(
          "InvalidParameterException",
          "You can't use ForceDeleteWithoutRecovery with RecoveryWindowInDays.",
        );
      if (!(days >= 7 && days <= 30))
        throw new ServiceError(
          "InvalidParameterException",
          "The RecoveryWindowInDays value must be from 7 to 30 days.",
        );
      const DeletionDate = cloud.clock.now() + (force ? 0 : days * DAY);
      if (force) remove(secret);
      else {
        secret.deleted = cloud.clock.now();
        kept.set(secret.name, secret);
        cloud.clock.after(days * DAY, () => {
          if (secret.deleted !== undefined) remove(secret);
        });
      }
      return { ARN: secret.arn, Name: secret.name, DeletionDate: DeletionDate / 1_000 };
    },

    RestoreSecret({ SecretId }: { SecretId: string }) {
      const secret = at(SecretId);
      secret.deleted = undefined;
      kept.set(secret.name, secret);
      return { ARN: secret.arn, Name: secret.name };
    },
  });
}
