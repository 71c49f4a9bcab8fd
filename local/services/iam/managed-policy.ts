import { ServiceError } from "../../kernel/service-error.ts";
import type { StoredMap } from "../../kernel/storage/stored-map.ts";
import { type Identity, noSuchEntity, shownDocument } from "./identity.ts";

/** A policy of its own, with up to five versions. */
export interface ManagedPolicy extends Identity {
  readonly description?: string | undefined;
  versions: { readonly id: string; readonly document: string; readonly created: number }[];
  defaultVersion: string;
  latest: number;
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const MOST_VERSIONS = 5;

/** AWS's own policies, which every account has; only what they are called is known here. */
const OF_AWS = /^arn:[^:]+:iam::aws:policy(\/.*\/|\/)([^/]+)$/;

export class ManagedPolicies {
  readonly #kept: StoredMap<ManagedPolicy>;

  constructor(kept: StoredMap<ManagedPolicy>) {
    this.#kept = kept;
  }

  all(): ManagedPolicy[] {
    return [...this.#kept.values()].sort((one, other) => (one.name < other.name ? -1 : 1));
  }

  add(policy: ManagedPolicy): ManagedPolicy {
    if (this.#kept.has(policy.arn))
      throw new ServiceError(
        "EntityAlreadyExistsException",
        `A policy called ${policy.name} already exists. Duplicate names are not allowed.`,
      );
    this.#kept.set(policy.arn, policy);
    return policy;
  }

  changed(policy: ManagedPolicy): void {
    this.#kept.set(policy.arn, policy);
  }

  /** @throws ServiceError `NoSuchEntity` */
  get(arn: string): ManagedPolicy {
    const policy = this.#kept.get(arn);
    if (policy) return policy;
    throw noSuchEntity(`Policy ${arn} does not exist or is not attachable.`);
  }

  /** @throws ServiceError `NoSuchEntity` when there is none that could be attached */
  checkAttachable(arn: string): void {
    if (!OF_AWS.test(arn)) this.get(arn);
  }

  remove(arn: string): void {
    this.get(arn);
    this.#kept.delete(arn);
  }

  /** @throws ServiceError `LimitExceeded` with five versions */
  addVersion(arn: string, document: string, created: number, isDefault: boolean): object {
    const policy = this.get(arn);
    if (policy.versions.length >= MOST_VERSIONS)
      throw new ServiceError(
        "LimitExceededException",
        `A managed policy can have up to ${MOST_VERSIONS} versions. Before you create a new version, you must delete an existing version.`,
      );
    policy.latest += 1;
    const version = { id: `v${policy.latest}`, document, created };
    policy.versions = [version, ...policy.versions];
    if (isDefault) policy.defaultVersion = version.id;
    this.changed(policy);
    return { PolicyVersion: shownVersion(policy, version.id, false) };
  }

  removeVersion(arn: string, id: string): void {
    const policy = this.get(arn);
    versionOf(policy, id);
    if (policy.defaultVersion === id)
      throw new ServiceError("DeleteConflictException", "Cannot delete the default version of a policy.");
    policy.versions = policy.versions.filter((version) => version.id !== id);
    this.changed(policy);
  }

  setDefault(arn: string, id: string): void {
    const policy = this.get(arn);
    policy.defaultVersion = versionOf(policy, id).id;
    this.changed(policy);
  }
}

function versionOf(policy: ManagedPolicy, id: string) {
  const version = policy.versions.find((one) => one.id === id);
  if (version) return version;
  throw noSuchEntity(`Policy ${policy.arn} version ${id} does not exist or is not attachable.`);
}

/** A version as the API shows it. */
export function shownVersion(policy: ManagedPolicy, id: string, withDocument: boolean): object {
  const { document, created } = versionOf(policy, id);
  return {
    VersionId: id,
    IsDefaultVersion: policy.defaultVersion === id,
    CreateDate: created,
    ...(withDocument && { Document: shownDocument(document) }),
  };
}

/** A policy as the API shows it. */
export function shownPolicy(policy: ManagedPolicy, attachments: number): object {
  return {
    PolicyName: policy.name,
    PolicyId: policy.id,
    Arn: policy.arn,
    Path: policy.path,
    DefaultVersionId: policy.defaultVersion,
    AttachmentCount: attachments,
    IsAttachable: true,
    Description: policy.description,
    CreateDate: policy.created,
    UpdateDate: policy.versions[0]!.created,
    Tags: policy.tags,
  };
}

/** One of AWS's policies; its statements are not known here. */
export function policyOfAws(arn: string): object | undefined {
  const [, Path, PolicyName] = OF_AWS.exec(arn) ?? [];
  if (PolicyName === undefined) return undefined;
  return { PolicyName, Arn: arn, Path, DefaultVersionId: "v1", IsAttachable: true };
}
