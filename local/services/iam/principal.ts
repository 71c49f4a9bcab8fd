import { ServiceError } from "../../kernel/service-error.ts";
import type { StoredMap } from "../../kernel/storage/stored-map.ts";
import { checkDocument, type Identity, noSuchEntity, pageOf, shownDocument } from "./identity.ts";

/** A role, a user or a group: what policies are put on. Policies are kept and shown, not enforced. */
export interface Principal extends Identity {
  readonly inline: Record<string, string>;
  attached: string[];
  boundary?: string | undefined;
}

/** The roles, the users or the groups of an account. */
export class Principals<Kind extends Principal> {
  readonly #kind: string;
  readonly #kept: StoredMap<Kind>;

  /** @param kind for messages, for example `"role"` */
  constructor(kind: string, kept: StoredMap<Kind>) {
    this.#kind = kind;
    this.#kept = kept;
  }

  all({ PathPrefix = "/" }: { readonly PathPrefix?: string | undefined } = {}): Kind[] {
    return [...this.#kept.values()]
      .filter(({ path }) => path.startsWith(PathPrefix))
      .sort((one, other) => (one.name < other.name ? -1 : 1));
  }

  /** @throws ServiceError `NoSuchEntity` */
  get(name: string | undefined): Kind {
    const found = name === undefined ? undefined : this.#kept.get(name);
    if (found) return found;
    throw noSuchEntity(`The ${this.#kind} with name ${name} cannot be found.`);
  }

  /** @throws ServiceError `EntityAlreadyExists` */
  add(made: Kind): Kind {
    if (this.#kept.has(made.name)) {
      const kind = this.#kind[0]!.toUpperCase() + this.#kind.slice(1);
      throw new ServiceError(
        "EntityAlreadyExistsException",
        `${kind} with name ${made.name} already exists.`,
      );
    }
    this.#kept.set(made.name, made);
    return made;
  }

  /** Keeps it as it is now. */
  changed(principal: Kind): void {
    this.#kept.set(principal.name, principal);
  }

  /** @throws ServiceError `DeleteConflict` while policies are on it */
  remove(name: string): void {
    const { attached, inline } = this.get(name);
    if (attached.length > 0)
      throw new ServiceError(
        "DeleteConflictException",
        "Cannot delete entity, must detach all policies first.",
      );
    if (Object.keys(inline).length > 0)
      throw new ServiceError("DeleteConflictException", "Cannot delete entity, must delete policies first.");
    this.#kept.delete(name);
  }

  putPolicy(name: string, PolicyName: string, PolicyDocument: string): void {
    const principal = this.get(name);
    principal.inline[PolicyName] = checkDocument(PolicyDocument);
    this.changed(principal);
  }

  /** @throws ServiceError `NoSuchEntity` */
  policy(name: string, PolicyName: string): { PolicyName: string; PolicyDocument: string } {
    const document = this.get(name).inline[PolicyName];
    if (document !== undefined) return { PolicyName, PolicyDocument: shownDocument(document) };
    throw noSuchEntity(`The ${this.#kind} policy with name ${PolicyName} cannot be found.`);
  }

  policies(name: string, page: Page): object {
    return pageOf("PolicyNames", Object.keys(this.get(name).inline).sort(), page);
  }

  /** @throws ServiceError `NoSuchEntity` */
  deletePolicy(name: string, PolicyName: string): void {
    this.policy(name, PolicyName);
    const principal = this.get(name);
    delete principal.inline[PolicyName];
    this.changed(principal);
  }

  attach(name: string, arn: string): void {
    const principal = this.get(name);
    if (!principal.attached.includes(arn)) principal.attached.push(arn);
    this.changed(principal);
  }

  /** @throws ServiceError `NoSuchEntity` */
  detach(name: string, arn: string): void {
    const principal = this.get(name);
    if (!principal.attached.includes(arn)) throw noSuchEntity(`Policy ${arn} was not found.`);
    principal.attached = principal.attached.filter((one) => one !== arn);
    this.changed(principal);
  }

  attachedPolicies(name: string, page: Page): object {
    const attached = this.get(name).attached.map((PolicyArn) => ({
      PolicyName: PolicyArn.split("/").at(-1),
      PolicyArn,
    }));
    return pageOf("AttachedPolicies", attached, page);
  }
}

interface Page {
  readonly Marker?: string | undefined;
  readonly MaxItems?: number | undefined;
}
