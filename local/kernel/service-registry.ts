import { type InputReader, inputReader, type ReadService } from "./validation/input-reader.ts";

/** What the registry needs to know of a service. */
export interface RegisteredService extends ReadService {
  readonly name: string;
  /** The name that requests are signed for; services of AWS are called by it. */
  readonly signedAs?: string;
  readonly operations: Readonly<Record<string, unknown>>;
}

/** A service that was loaded, and the operations that others put in front of its own. */
export interface LoadedService<Service, Operation> {
  readonly service: Service | undefined;
  readonly operations: Readonly<Record<string, Operation>>;
  /** Readers by operation, for those of the service itself. */
  readonly readers: ReadonlyMap<string, InputReader>;
}

/** Loads a service when it is first needed. */
export type ServiceLoader<Service> = () => Promise<{ readonly service: Service }>;

/** The services of one cloud by the names that they are called by, loaded at their first call. */
export class ServiceRegistry<Service extends RegisteredService, Operation> {
  readonly #loaded = new Map<string, LoadedService<Service, Operation>>();
  readonly #listed = new Map<string, ServiceLoader<Service>>();

  add(service: Service): void {
    const name = callName(service);
    const operations = service.operations as Readonly<Record<string, Operation>>;
    const present = this.#loaded.get(name)?.operations ?? {};
    const own = Object.keys(operations).filter((operation) => !Object.hasOwn(present, operation));
    this.#loaded.set(name, {
      service,
      operations: { ...operations, ...present },
      readers: new Map(own.map((operation) => [operation, inputReader(service, operation)])),
    });
  }

  list(services: Readonly<Record<string, ServiceLoader<Service>>>): void {
    for (const [name, load] of Object.entries(services)) this.#listed.set(name, load);
  }

  /** Puts operations, whose inputs are not read, in front of a service's own. */
  override(name: string, operations: Readonly<Record<string, Operation>>): void {
    const present = this.#loaded.get(name);
    const readers = new Map(present?.readers);
    for (const operation of Object.keys(operations)) readers.delete(operation);
    this.#loaded.set(name, {
      service: present?.service,
      operations: { ...present?.operations, ...operations },
      readers,
    });
  }

  /** Names of all services, loaded or not. */
  get names(): string[] {
    return [...new Set([...this.#listed.keys(), ...this.#loaded.keys()])];
  }

  /** A service that needs no loading, or a promise of one that does. */
  find(
    name: string,
  ): LoadedService<Service, Operation> | undefined | Promise<LoadedService<Service, Operation> | undefined> {
    const load = this.#listed.get(name);
    return load ? this.#load(name, load) : this.#loaded.get(name);
  }

  async #load(
    name: string,
    load: ServiceLoader<Service>,
  ): Promise<LoadedService<Service, Operation> | undefined> {
    const { service } = await load();
    const called = callName(service);
    if (called !== name)
      throw new TypeError(`The service ${service.name} is listed as ${name} and called as ${called}.`);
    if (this.#listed.delete(name)) this.add(service);
    return this.#loaded.get(name);
  }
}

const callName = ({ name, signedAs = name }: RegisteredService): string => signedAs;
