import { formatTimestamp } from "cumulog/semantics";
import type { Collection } from "../storage/storage.ts";
import { StoredMap } from "../storage/stored-map.ts";
import { GoogleError } from "./google-error.ts";
import { type PageRequest, pageOf } from "./page-token.ts";

/** What distinguishes one kind of resource from the others. */
export interface ResourceKind<Resource> {
  /** As it stands in names: `projects/P/sinks/S`. */
  readonly collection: string;
  /** For messages. */
  readonly title: string;
  readonly parents: RegExp;
  /** Those that a parent has without that anybody made them, by id. @default none */
  readonly defaults?: (parent: string) => ReadonlyMap<string, Resource>;
}

/** Resources that have a parent and an id in it, by their full names. They are kept with the cloud's storage. */
export class ResourceStore<Resource extends object> {
  readonly kind: ResourceKind<Resource>;
  readonly #stored: StoredMap<Resource>;
  readonly #now: () => number;

  constructor(kind: ResourceKind<Resource>, stored: Collection<Resource>, now: () => number) {
    this.kind = kind;
    this.#stored = new StoredMap(stored);
    this.#now = now;
  }

  /** Those of a parent, by their ids. */
  of(parent: string): readonly (readonly [key: string, resource: Resource])[] {
    const prefix = `${parent}/${this.kind.collection}/`;
    const all = new Map<string, Resource>();
    for (const [id, resource] of this.#defaultsOf(parent)) all.set(prefix + id, resource);
    for (const key of this.#stored.keys()) if (key.startsWith(prefix)) all.set(key, this.#stored.get(key)!);
    return [...all].sort(([a], [b]) => (a < b ? -1 : 1));
  }

  /** Those that somebody made or changed, of all parents. */
  get made(): readonly (readonly [key: string, resource: Resource])[] {
    return [...this.#stored.keys()].map((key) => [key, this.#stored.get(key)!] as const);
  }

  /** A page of a parent's. @throws GoogleError INVALID_ARGUMENT */
  page(request: PageRequest): { readonly resources: Resource[]; readonly nextPageToken?: string } {
    const { parent = "" } = request;
    this.checkParent(parent);
    return this.pageOf(this.of(parent), request);
  }

  /** A page of resources that were chosen otherwise. */
  pageOf(
    all: readonly (readonly [key: string, resource: Resource])[],
    request: PageRequest,
  ): { readonly resources: Resource[]; readonly nextPageToken?: string } {
    const { items, ...rest } = pageOf(all, ([key]) => key, request, this.kind.collection);
    return { resources: items.map(([, resource]) => resource), ...rest };
  }

  /** @throws GoogleError NOT_FOUND */
  get(name: string): Resource {
    const resource = this.find(name);
    if (resource) return resource;
    throw new GoogleError("NOT_FOUND", `${this.kind.title} ${this.keyOf(name)} does not exist.`);
  }

  find(name: string): Resource | undefined {
    const key = this.keyOf(name);
    const at = key.indexOf(`/${this.kind.collection}/`);
    return (
      this.#stored.get(key) ??
      this.#defaultsOf(key.slice(0, at)).get(key.slice(at + this.kind.collection.length + 2))
    );
  }

  /** Adds a resource. @throws GoogleError ALREADY_EXISTS */
  add(parent: string, id: string, resource: Resource): void {
    const key = `${parent}/${this.kind.collection}/${id}`;
    if (this.find(key)) throw new GoogleError("ALREADY_EXISTS", `${this.kind.title} ${key} already exists.`);
    this.#stored.set(key, resource);
  }

  /** Replaces a resource that is there. */
  set(name: string, resource: Resource): void {
    this.#stored.set(this.keyOf(name), resource);
  }

  delete(name: string): void {
    this.#stored.delete(this.keyOf(name));
  }

  /** Now, as the API writes times. */
  time(): string {
    const now = this.#now();
    return formatTimestamp({ seconds: Math.floor(now / 1000), nanos: (now % 1000) * 1e6 });
  }

  /** @throws GoogleError INVALID_ARGUMENT */
  checkParent(parent: string): void {
    if (!this.kind.parents.test(parent))
      throw new GoogleError("INVALID_ARGUMENT", `Invalid parent "${parent}" of ${this.kind.collection}.`, {
        field: "parent",
      });
  }

  /**
   * The name with its id decoded: a slash in an id comes encoded in names and as it is in resources.
   *
   * @throws GoogleError INVALID_ARGUMENT
   */
  keyOf(name: string): string {
    const mark = `/${this.kind.collection}/`;
    const at = name.indexOf(mark);
    const id = at === -1 ? "" : decoded(name.slice(at + mark.length));
    if (id === "" || !this.kind.parents.test(name.slice(0, at)))
      throw new GoogleError(
        "INVALID_ARGUMENT",
        `Invalid name "${name}" of a ${this.kind.title.toLowerCase()}: expected PARENT${mark}ID.`,
      );
    return name.slice(0, at) + mark + id;
  }

  #defaultsOf(parent: string): ReadonlyMap<string, Resource> {
    return this.kind.defaults && this.kind.parents.test(parent) ? this.kind.defaults(parent) : new Map();
  }
}

/** Takes off the members that protocol buffers do not tell from absent ones. */
export function withoutDefaults<Message extends object>(message: Message): Message {
  const members = Object.entries(message).filter(
    ([, value]) =>
      value !== undefined && value !== false && value !== "" && !(Array.isArray(value) && value.length === 0),
  );
  return Object.fromEntries(members) as Message;
}

function decoded(id: string): string {
  try {
    return decodeURIComponent(id);
  } catch {
    return id;
  }
}
