import { randomUUID } from "node:crypto";
import { BackgroundWork } from "./background-work.ts";
import { Clock, type ClockOptions } from "./clock.ts";
import { CloudEventBus } from "./cloud-events.ts";
import { Faults } from "./faults.ts";
import type { ServiceModel } from "./model.ts";
import { ServiceError } from "./service-error.ts";
import { type ServiceLoader, ServiceRegistry } from "./service-registry.ts";
import { NoStorage, type Storage } from "./storage/storage.ts";
import { type InputReader, withoutNulls } from "./validation/input-reader.ts";
import type { ValidationWording } from "./validation/wording.ts";

/** The names that requests to a service are signed for, for example `"logs"` or `"monitoring"`. */
export type ServiceName = string;

/** Who makes a call and where. */
export interface CallContext {
  readonly region: string;
  readonly accountId: string;
  /** Tells the call from others, as the answer does. */
  readonly requestId: string;
  /** A service principal such as `"sns.amazonaws.com"` when a service of the cloud itself calls. */
  readonly principal?: string;
  /** Where the call came in, as a URL, if it came over the wire. */
  readonly endpoint?: string;
  /** X-Ray's trace header, if the call came with one. */
  readonly traceId?: string;
}

/** A call as an operation gets it. */
export interface Call<State = unknown> extends CallContext {
  readonly cloud: Cloud;
  /** What the service keeps in this cloud. */
  readonly state: State;
}

/**
 * One operation: the API's own input and output members, as in the AWS API reference. An input has been checked against
 * the model; moments in inputs and outputs are seconds since the epoch, blobs are bytes.
 */
export type Operation<State = unknown> = {
  // Written as a method, so that a service with a state of its own is a service.
  operation(input: never, call: Call<State>): unknown;
}["operation"];

/** The operations of a service by their API names. */
export type Operations<State = unknown> = Readonly<Record<string, Operation<State>>>;

/** What a cloud needs to call a service, whoever's API it is. */
export interface CalledService<State = unknown> {
  /** Name of its folder, and of the service in policies, for example `"cloudwatch"`. */
  readonly name: string;
  /** Makes what the service keeps in one cloud, when it is first needed. @default nothing */
  readonly state?: (cloud: Cloud) => State;
  readonly operations: Operations<State>;
  /** Errors of the rules that the service shares with other packages, as the service's own. @default none */
  readonly errorOf?: (error: unknown) => Error | undefined;
  /** What brings an operation's inputs into one form, or refuses them. @default the model's checks, if there is one */
  readonly reader?: (operation: string) => InputReader;
}

/** What a cloud needs to know of a service of AWS. */
export interface CloudService<State = unknown> extends CalledService<State> {
  /** The name that requests are signed for, for example `"monitoring"`; calls and faults name the service by it. */
  readonly signedAs: ServiceName;
  /** Whether it is one for all regions, whose requests are signed for the first of them. @default false */
  readonly global?: true;
  /** What `scripts/write-models.ts` wrote. */
  readonly model: ServiceModel;
  /** Bytes of a request's body, unpacked. @default 2 MiB */
  readonly bodyLimit?: number;
  /** Whether the content encoding of a body is the content's own, as of S3's objects. @default false: bodies are unpacked */
  readonly keepsEncoding?: true;
  /**
   * What a request's host and path say before its operation is known, such as S3's bucket, and the path that is left.
   *
   * @default nothing
   */
  readonly address?: (url: URL) => {
    readonly path: string;
    readonly input: Readonly<Record<string, unknown>>;
  };
  /**
   * Parameters of a query that name a part of a resource, such as S3's `tagging`: a request with one that its operation
   * is not for is refused, and does not reach the resource as a whole.
   *
   * @default none
   */
  readonly parts?: readonly string[];
  /** Operations that links in the service's messages call, without a signature. @default none */
  readonly links?: readonly string[];
  /** How the service answers requests that faults choose. @default as most services */
  readonly faults?: FaultAnswers;
  /** How the service words what its model refuses. @default as most services */
  readonly validation?: ValidationWording;
  /** CloudFormation resource types; see `Service`. */
  readonly resources?: Readonly<Record<string, unknown>>;
}

export interface FaultAnswers {
  /** To a request that is refused for its rate. @default `ThrottlingException` with status 400 */
  readonly throttled?: { readonly code: string; readonly statusCode: number };
  /** To a request that fails. @default `InternalFailure` with status 500 */
  readonly failed?: { readonly code: string; readonly statusCode: number };
}

export interface CloudOptions {
  readonly clock?: ClockOptions;
  /** @default "us-east-1" */
  readonly region?: string;
  /** Twelve digits. @default "123456789012" */
  readonly accountId?: string;
  /** What survives a restart; closed with the cloud. @default nothing */
  readonly storage?: Storage;
  /** Log events that a service keeps at most; the oldest go first. @default 1,000,000 */
  readonly maxEvents?: number;
  /** Environment variables for the processes of functions, where the cloud listens (`AWS_ENDPOINT_URL`) among them. @default none */
  readonly variables?: () => Readonly<Record<string, string>>;
}

/**
 * The core that the services of a local cloud plug into: one clock, one event bus, the faults, and the operations by
 * service. The wire, the template loader and the services themselves all call operations through {@link call}, so
 * that a resource made by a template is made exactly as one made by an SDK.
 */
export class Cloud {
  readonly clock: Clock;
  readonly region: string;
  readonly accountId: string;
  readonly events = new CloudEventBus();
  readonly faults = new Faults();
  readonly storage: Storage;
  readonly maxEvents: number | undefined;
  readonly variables: () => Readonly<Record<string, string>>;
  readonly #services = new ServiceRegistry<CalledService, Operation>();
  readonly #states = new Map<(cloud: Cloud) => unknown, unknown>();
  readonly #work = new BackgroundWork();
  readonly #closers: (() => void | Promise<void>)[] = [];

  constructor({
    clock,
    region = "us-east-1",
    accountId = "123456789012",
    storage,
    maxEvents,
    variables = () => ({}),
  }: CloudOptions = {}) {
    this.clock = new Clock(clock);
    this.clock.settle = () => this.#work.idle();
    this.region = region;
    this.accountId = accountId;
    this.maxEvents = maxEvents;
    this.variables = variables;
    this.storage = storage ?? new NoStorage();
  }

  /** Where the cloud listens, as a URL; undefined when it does not listen. */
  get address(): string | undefined {
    return this.variables()["AWS_ENDPOINT_URL"];
  }

  /** Adds a service. */
  add(service: CalledService): void {
    this.#services.add(service);
  }

  /** Adds services that are loaded at their first call: AWS's by the names that requests are signed for. */
  list(services: Readonly<Record<ServiceName, ServiceLoader<CalledService>>>): void {
    this.#services.list(services);
  }

  /** Names of all services, loaded or not. */
  get serviceNames(): ServiceName[] {
    return this.#services.names;
  }

  /** Has operations answered by functions that get their inputs unchecked, in front of the service's own. */
  register(service: ServiceName, operations: Operations): void {
    this.#services.override(service, operations);
  }

  /** The service of AWS that requests with that name in their signature are for. */
  async service(name: ServiceName): Promise<CloudService | undefined> {
    const service = (await this.#services.find(name))?.service;
    return service && isOfAws(service) ? service : undefined;
  }

  /** Whether a service has an operation of that name. */
  async has(service: ServiceName, operation: string): Promise<boolean> {
    return Object.hasOwn((await this.#services.find(service))?.operations ?? {}, operation);
  }

  /** What a service keeps in this cloud: `make` runs at the first call only. */
  state<State>(make: (cloud: Cloud) => State): State {
    if (!this.#states.has(make)) this.#states.set(make, make(this));
    return this.#states.get(make) as State;
  }

  /** Loads every service and opens what it keeps, so that what a former run left goes on before the first call. */
  async start(): Promise<void> {
    for (const name of this.serviceNames) await this.open(name);
  }

  /** Loads a service and opens what it keeps, for others that need it open before its first call. */
  async open(name: ServiceName): Promise<void> {
    const make = (await this.#services.find(name))?.service?.state;
    if (make) this.state(make);
  }

  /** Gives a service something else to keep than it would open by itself, before its first call. */
  setState<State>(make: (cloud: Cloud) => State, state: State): void {
    this.#states.set(make, state);
  }

  /**
   * Calls an operation with the API's input and resolves with its output.
   *
   * @throws ServiceError with the API's own error code
   */
  async call<Output = Record<string, unknown>>(
    service: ServiceName,
    operation: string,
    input: object = {},
    context: Partial<CallContext> = {},
  ): Promise<Output> {
    const found = this.#services.find(service);
    const loaded = found instanceof Promise ? await found : found;
    if (!loaded || !Object.hasOwn(loaded.operations, operation))
      throw new ServiceError(
        "UnknownOperationException",
        `The local cloud does not have the operation ${service}:${operation}.`,
      );
    const read = loaded.readers.get(operation) ?? withoutNulls;
    const make = loaded.service?.state;
    const call: Call = {
      region: this.region,
      accountId: this.accountId,
      requestId: context.requestId ?? randomUUID(),
      ...context,
      cloud: this,
      state: make && this.state(make),
    };
    try {
      return (await loaded.operations[operation]!(read(input) as never, call)) as Output;
    } catch (error) {
      throw loaded.service?.errorOf?.(error) ?? error;
    }
  }

  /**
   * Takes note of work that goes on after a call was answered, so that {@link settled} waits for it. What a service refuses
   * is its caller's to tell; any other error is a mistake of the cloud, which warns of it.
   */
  track(work: Promise<unknown>): void {
    this.#work.track(work);
  }

  /**
   * Resolves when no tracked work is left but such as waits ({@link park}), including work that other work starts.
   *
   * @throws what tracked work failed with since the last call, unless a service refused something
   */
  settled(): Promise<void> {
    return this.#work.settled();
  }

  /** Has tracked work wait for something from outside, or for a time: nobody waits for the work meanwhile. */
  park<Result>(awaited: Promise<Result>): Promise<Result> {
    return this.#work.park(awaited);
  }

  /** Has `close` called when the cloud stops, the last added first. */
  onClose(close: () => void | Promise<void>): void {
    this.#closers.push(close);
  }

  /** Stops the clock and closes everything that was registered with {@link onClose}. */
  async close(): Promise<void> {
    this.#work.close();
    this.clock.stop();
    for (const close of this.#closers.reverse()) await close();
    this.#closers.length = 0;
    this.events.removeAllListeners();
    this.storage.close();
  }
}

function isOfAws(service: CalledService): service is CloudService {
  return "signedAs" in service;
}
