import { formatTimestamp } from "cumulog/semantics";
import type { Collection } from "../../../kernel/storage/storage.ts";
import { GoogleError } from "../google-error.ts";
import { pageSizeOf, readPageToken, writePageToken } from "../page-token.ts";

const DEFAULT_PAGE_SIZE = 50;
const MAX_PAGE_SIZE = 1000;

/** Members that sinks, exclusions and log-based metrics have in common, in the API's JSON form. */
export interface NamedResource {
  readonly name: string;
  readonly createTime?: string;
  readonly updateTime?: string;
}

export interface PageRequest {
  readonly parent?: string;
  readonly pageSize?: number;
  readonly pageToken?: string;
}

/** What distinguishes one kind of resource from the others. */
export interface ResourceKind<Resource extends NamedResource> {
  /** As it stands in names: `projects/P/sinks/S`. */
  readonly collection: string;
  /** For messages. */
  readonly title: string;
  readonly parents: RegExp;
  /** Which ids are taken. */
  readonly id: RegExp;
  /** Completes and checks a resource. @throws GoogleError INVALID_ARGUMENT */
  accept(resource: Resource, parent: string): Resource;
}

/**
 * Resources that have a parent and an id in it: create, read, update, delete. They are kept with the cloud's storage.
 */
export class NamedResources<Resource extends NamedResource> {
  readonly #kind: ResourceKind<Resource>;
  readonly #stored: Collection<Resource>;
  readonly #now: () => number;
  readonly #resources: Map<string, Resource>;

  constructor(kind: ResourceKind<Resource>, stored: Collection<Resource>, now: () => number) {
    this.#kind = kind;
    this.#stored = stored;
    this.#now = now;
    this.#resources = new Map(stored.entries());
  }

  /** Those of a parent, by name. */
  of(parent: string): readonly Resource[] {
    const prefix = `${parent}/${this.#kind.collection}/`;
    return [...this.#resources]
      .filter(([key]) => key.startsWith(prefix))
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, resource]) => resource);
  }

  list({ parent = "", pageSize, pageToken }: PageRequest): { resources: Resource[]; nextPageToken?: string } {
    this.#checkParent(parent);
    const size = pageSizeOf(pageSize, DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE);
    const request = [this.#kind.collection, parent];
    const after = readPageToken<string>(pageToken, request);
    const rest = this.of(parent).filter(({ name }) => after === undefined || name > after);
    const resources = rest.slice(0, size);
    return rest.length > size
      ? { resources, nextPageToken: writePageToken(request, resources.at(-1)!.name) }
      : { resources };
  }

  /** @throws GoogleError NOT_FOUND */
  get(name: string): Resource {
    const key = this.#key(name);
    const resource = this.#resources.get(key);
    if (resource) return resource;
    throw new GoogleError("NOT_FOUND", `${this.#kind.title} ${key} does not exist.`);
  }

  has(name: string): boolean {
    return this.#resources.has(this.#key(name));
  }

  /** @throws GoogleError ALREADY_EXISTS, INVALID_ARGUMENT */
  create(parent: string, resource: Resource): Resource {
    this.#checkParent(parent);
    const key = this.#key(`${parent}/${this.#kind.collection}/${resource.name}`);
    if (this.#resources.has(key))
      throw new GoogleError("ALREADY_EXISTS", `${this.#kind.title} ${key} already exists.`);
    const time = this.#time();
    return this.#keep(key, { ...this.#kind.accept(resource, parent), createTime: time, updateTime: time });
  }

  /**
   * Replaces some members of a resource.
   *
   * @param members the first part of each path that is replaced; a member that the new value lacks is removed
   * @throws GoogleError NOT_FOUND, INVALID_ARGUMENT
   */
  update(name: string, value: Partial<Resource>, members: readonly string[]): Resource {
    const previous = this.get(name);
    const { createTime, ...kept } = previous;
    const next: Record<string, unknown> = { ...kept };
    for (const member of members) {
      const replacement = (value as Readonly<Record<string, unknown>>)[member];
      if (replacement === undefined) delete next[member];
      else next[member] = replacement;
    }
    const key = this.#key(name);
    const parent = key.slice(0, key.indexOf(`/${this.#kind.collection}/`));
    const accepted = this.#kind.accept({ ...next, name: previous.name } as unknown as Resource, parent);
    return this.#keep(key, { ...accepted, createTime, updateTime: this.#time() } as Resource);
  }

  /** @throws GoogleError NOT_FOUND */
  delete(name: string): void {
    this.get(name);
    const key = this.#key(name);
    this.#resources.delete(key);
    this.#stored.delete(key);
  }

  #keep(key: string, resource: Resource): Resource {
    this.#resources.set(key, resource);
    this.#stored.set(key, resource);
    return resource;
  }

  #time(): string {
    const now = this.#now();
    return formatTimestamp({ seconds: Math.floor(now / 1000), nanos: (now % 1000) * 1e6 });
  }

  #checkParent(parent: string): void {
    if (!this.#kind.parents.test(parent))
      throw new GoogleError("INVALID_ARGUMENT", `Invalid parent "${parent}" of ${this.#kind.collection}.`, {
        field: "parent",
      });
  }

  /** The name with its id decoded: a slash in an id comes encoded in names and as it is in resources. */
  #key(name: string): string {
    const mark = `/${this.#kind.collection}/`;
    const at = name.indexOf(mark);
    const id = at === -1 ? "" : decoded(name.slice(at + mark.length));
    if (at === -1 || !this.#kind.parents.test(name.slice(0, at)) || !this.#kind.id.test(id))
      throw new GoogleError(
        "INVALID_ARGUMENT",
        `Invalid name "${name}" of a ${this.#kind.title.toLowerCase()}: expected PARENT${mark}ID.`,
      );
    return name.slice(0, at) + mark + id;
  }
}

function decoded(id: string): string {
  try {
    return decodeURIComponent(id);
  } catch {
    return id;
  }
}
