import { randomUUID } from "node:crypto";
import type { Cloud } from "../../kernel/cloud.ts";
import { ServiceError } from "../../kernel/service-error.ts";
import { StoredMap } from "../../kernel/storage/stored-map.ts";

export interface SecretValue {
  readonly SecretString?: string;
  readonly SecretBinary?: string | Uint8Array;
}

interface Version extends SecretValue {
  readonly id: string;
  readonly created: number;
  readonly stages: readonly string[];
}

export interface Tag {
  readonly Key?: string | undefined;
  readonly Value?: string | undefined;
}

export interface Secret {
  readonly arn: string;
  readonly name: string;
  description?: string | undefined;
  keyId?: string | undefined;
  tags?: Tag[] | undefined;
  readonly created: number;
  changed: number;
  deleted?: number | undefined;
  versions: Version[];
}

/** The secrets of one cloud. */
export class Secrets {
  readonly #cloud: Cloud;
  readonly #secrets: StoredMap<Secret>;

  constructor(cloud: Cloud) {
    this.#cloud = cloud;
    this.#secrets = new StoredMap(cloud.storage.collection<Secret>("secrets"));
  }

  has(name: string): boolean {
    return this.#secrets.has(name);
  }

  /**
   * A secret by its name or ARN, with or without the six characters at the end.
   *
   * @throws ServiceError `ResourceNotFoundException`
   */
  at(id: string): Secret {
    const secret =
      this.#secrets.get(id) ??
      [...this.#secrets.values()].find(({ arn }) => arn === id || arn.slice(0, -7) === id);
    if (secret) return secret;
    throw new ServiceError("ResourceNotFoundException", "Secrets Manager can't find the specified secret.");
  }

  /** @throws ServiceError also when the secret is marked for deletion */
  live(id: string): Secret {
    const secret = this.at(id);
    if (secret.deleted === undefined) return secret;
    throw new ServiceError(
      "InvalidRequestException",
      "You can't perform this operation on the secret because it was marked for deletion.",
    );
  }

  /** Keeps a secret as it is now. */
  keep(secret: Secret): void {
    this.#secrets.set(secret.name, secret);
  }

  remove({ name }: Secret): void {
    this.#secrets.delete(name);
  }

  /** Gives a secret a new value, and the value before another stage. @returns the version's id */
  putValue(secret: Secret, { SecretString, SecretBinary }: SecretValue, id: string = randomUUID()): string {
    const older = secret.versions.map((version): Version => {
      return { ...version, stages: version.stages.includes("AWSCURRENT") ? ["AWSPREVIOUS"] : [] };
    });
    const bytes =
      typeof SecretBinary === "string" ? SecretBinary : Buffer.from(SecretBinary ?? []).toString("base64");
    const value = SecretString === undefined ? { SecretBinary: bytes } : { SecretString };
    const now = this.#cloud.clock.now();
    secret.versions = [...older, { id, created: now, stages: ["AWSCURRENT"], ...value }];
    secret.changed = now;
    this.keep(secret);
    return id;
  }
}

/** Opens the secrets of a cloud. */
export function openSecrets(cloud: Cloud): Secrets {
  return new Secrets(cloud);
}
