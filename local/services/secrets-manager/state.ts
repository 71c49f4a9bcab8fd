import { randomUUID } from "node:crypto";
import type { Cloud } from "../../kernel/cloud.ts";
import { ServiceError } from "../../kernel/service-error.ts";
import { StoredMap } from "../../kernel/storage/stored-map.ts";
import type { Secret, SecretValue, Version } from "./secret.ts";
import { CURRENT, moveStage } from "./stages.ts";

const DAY = 86_400_000;
/** Of secrets that were marked for deletion before their removal was kept. */
const LONGEST_WINDOW = 30 * DAY;

/** The secrets of one cloud. */
export class Secrets {
  readonly #cloud: Cloud;
  readonly #secrets: StoredMap<Secret>;

  constructor(cloud: Cloud) {
    this.#cloud = cloud;
    this.#secrets = new StoredMap(cloud.storage.collection<Secret>("secrets"));
    for (const secret of this.all()) {
      if (secret.deleted === undefined) continue;
      secret.removal ??= secret.deleted + LONGEST_WINDOW;
      this.#removeLater(secret, secret.removal);
    }
  }

  all(): Secret[] {
    return [...this.#secrets.values()];
  }

  /** A secret by its name or ARN, with or without the six characters at the end. */
  find(id: string): Secret | undefined {
    return this.#secrets.get(id) ?? this.all().find(({ arn }) => arn === id || arn.slice(0, -7) === id);
  }

  /**
   * A secret by what it is found by.
   *
   * @throws ServiceError `ResourceNotFoundException`
   */
  at(id: string): Secret {
    const secret = this.find(id);
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

  /**
   * Marks a secret for deletion.
   *
   * @returns when it will be removed unless it is restored, in milliseconds since the epoch
   */
  removeAfter(secret: Secret, days: number): number {
    secret.deleted = this.#cloud.clock.now();
    secret.removal = secret.deleted + days * DAY;
    this.keep(secret);
    this.#removeLater(secret, secret.removal);
    return secret.removal;
  }

  /** Another secret may have the name by then, and this one another time of removal. */
  #removeLater(secret: Secret, removal: number): void {
    this.#cloud.clock.at(removal, () => {
      if (secret.removal === removal && this.#secrets.get(secret.name) === secret) this.remove(secret);
    });
  }

  /**
   * Gives a secret a new value. A token that was used for the same value changes nothing.
   *
   * @param id the client's token, which the version is named by
   * @param stages what the new version is; the first of a secret is its current one too
   * @throws ServiceError `ResourceExistsException` when the token was used for another value
   */
  putValue(
    secret: Secret,
    { SecretString, SecretBinary }: SecretValue,
    id: string = randomUUID(),
    stages: readonly string[] = [CURRENT],
  ): Version {
    const bytes =
      typeof SecretBinary === "string" ? SecretBinary : Buffer.from(SecretBinary ?? []).toString("base64");
    const value = SecretString === undefined ? { SecretBinary: bytes } : { SecretString };
    const former = secret.versions.find((version) => version.id === id);
    if (former) {
      if (former.SecretString === value.SecretString && former.SecretBinary === value.SecretBinary)
        return former;
      throw new ServiceError(
        "ResourceExistsException",
        `You can't use ClientRequestToken ${id} because that value is already in use for a version of secret ${secret.arn}.`,
      );
    }
    const now = this.#cloud.clock.now();
    const first = secret.versions.length === 0 && !stages.includes(CURRENT);
    secret.versions = [...secret.versions, { id, created: now, stages: [], ...value }];
    for (const stage of first ? [...stages, CURRENT] : stages) moveStage(secret, stage, id);
    secret.changed = now;
    this.keep(secret);
    return secret.versions.at(-1)!;
  }
}

/** Opens the secrets of a cloud. */
export function openSecrets(cloud: Cloud): Secrets {
  return new Secrets(cloud);
}
