import { Clock, type ClockOptions } from "./clock.ts";
import { CloudEventBus } from "./cloud-events.ts";
import { Faults } from "./faults.ts";
import { ServiceError } from "./service-error.ts";
import { NoStorage, type Storage } from "./storage/storage.ts";

/** Who makes a call and where. */
export interface CallContext {
  readonly region: string;
  readonly accountId: string;
  /** A service principal such as `"sns.amazonaws.com"` when a service of the cloud itself calls. */
  readonly principal?: string;
  /** Where the call came in, as a URL, if it came over the wire. */
  readonly endpoint?: string;
  /** X-Ray's trace header, if the call came with one. */
  readonly traceId?: string;
}

/** One operation of a service: the API's own input and output members, as in the AWS API reference. */
export type Operation = (input: never, context: CallContext) => unknown;

/** The operations of a service by their API names. */
export type Operations = Readonly<Record<string, Operation>>;

/** Short names of the services, as SDKs sign them. */
export type ServiceName =
  | "logs"
  | "monitoring"
  | "sns"
  | "sqs"
  | "lambda"
  | "ssm"
  | "sts"
  | "secretsmanager"
  | "events";

export interface CloudOptions {
  readonly clock?: ClockOptions;
  /** @default "us-east-1" */
  readonly region?: string;
  /** Twelve digits. @default "123456789012" */
  readonly accountId?: string;
  /** What survives a restart; closed with the cloud. @default nothing */
  readonly storage?: Storage;
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
  readonly #services = new Map<ServiceName, Operations>();
  readonly #background = new Set<Promise<unknown>>();
  readonly #closers: (() => void | Promise<void>)[] = [];

  constructor({ clock, region = "us-east-1", accountId = "123456789012", storage }: CloudOptions = {}) {
    this.clock = new Clock(clock);
    this.clock.settle = () => this.settled();
    this.region = region;
    this.accountId = accountId;
    this.storage = storage ?? new NoStorage();
  }

  /** Adds operations to a service. */
  register(service: ServiceName, operations: Operations): void {
    this.#services.set(service, { ...this.#services.get(service), ...operations });
  }

  /** Whether a service has an operation of that name. */
  has(service: ServiceName, operation: string): boolean {
    return Object.hasOwn(this.#services.get(service) ?? {}, operation);
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
    const operations = this.#services.get(service);
    if (!operations || !Object.hasOwn(operations, operation))
      throw new ServiceError(
        "UnknownOperationException",
        `The local cloud does not have the operation ${service}:${operation}.`,
      );
    const full: CallContext = { region: this.region, accountId: this.accountId, ...context };
    return (await operations[operation]!(withoutNulls(input) as never, full)) as Output;
  }

  /** Takes note of work that goes on after a call was answered, so that {@link settled} waits for it. */
  track(work: Promise<unknown>): void {
    const noted = work.catch(() => {}).finally(() => this.#background.delete(noted));
    this.#background.add(noted);
  }

  /** Resolves when no tracked work is left, including work that other work starts. */
  async settled(): Promise<void> {
    while (this.#background.size > 0) await Promise.all(this.#background);
  }

  /** Has `close` called when the cloud stops, the last added first. */
  onClose(close: () => void | Promise<void>): void {
    this.#closers.push(close);
  }

  /** Stops the clock and closes everything that was registered with {@link onClose}. */
  async close(): Promise<void> {
    this.clock.stop();
    for (const close of this.#closers.reverse()) await close();
    this.#closers.length = 0;
    this.events.removeAllListeners();
    this.storage.close();
  }
}

/** A member that is null is one that is not given. https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html */
function withoutNulls(input: object): object {
  if (!Object.values(input).includes(null)) return input;
  return Object.fromEntries(Object.entries(input).filter(([, member]) => member !== null));
}
