import { type FSWatcher, rmSync, watch } from "node:fs";
import type { Cloud } from "../engine/cloud.ts";
import { ServiceError } from "../engine/service-error.ts";
import { EnvironmentPool } from "./environment-pool.ts";
import type { FunctionDefinition } from "./function-definition.ts";

/** A statement of a function's resource policy. */
export interface PermissionStatement {
  readonly sid: string;
  readonly action: string;
  readonly principal: string;
  readonly sourceArn: string | undefined;
  readonly sourceAccount?: string | undefined;
  readonly organization?: string | undefined;
  /** Version or alias that the statement is for. */
  readonly qualifier?: string | undefined;
}

/** A name for a version of a function. */
export interface FunctionAlias {
  readonly version: string;
  readonly description: string;
  /** Shares of other versions: shown and without effect, as every version runs the newest code. */
  readonly routing: { readonly AdditionalVersionWeights?: Readonly<Record<string, number>> } | undefined;
  readonly revision: string;
}

/** How failed asynchronous invocations are treated. */
export interface EventInvokeConfig {
  readonly MaximumRetryAttempts?: number;
  readonly MaximumEventAgeInSeconds?: number;
  readonly DestinationConfig?: {
    readonly OnSuccess?: { readonly Destination?: string };
    readonly OnFailure?: { readonly Destination?: string };
  };
}

/** Configuration as the API gives it back, by its API names. */
export type FunctionConfiguration = Readonly<Record<string, unknown>> & { readonly FunctionName: string };

/** A function with everything that belongs to it. */
export interface DeployedFunction {
  configuration: FunctionConfiguration;
  pool: EnvironmentPool;
  /** The folder is the cloud's own and is removed with the function. */
  temporaryFolder: string | undefined;
  readonly permissions: Map<string, PermissionStatement>;
  readonly aliases: Map<string, FunctionAlias>;
  readonly versions: FunctionConfiguration[];
  readonly eventInvokeConfigs: Map<string, EventInvokeConfig>;
  readonly tags: Map<string, string>;
  deadLetterArn: string | undefined;
  reservedConcurrency: number | undefined;
  watcher: FSWatcher | undefined;
}

/** Name of a function and the qualifier behind it, from a name, a partial ARN or an ARN. */
export function functionName(reference: string): { name: string; qualifier: string | undefined } {
  const rest = reference
    .replace(/^arn:aws[\w-]*:lambda:[^:]*:\d*:function:/, "")
    .replace(/^\d{12}:function:/, "");
  const [name, qualifier] = rest.split(":");
  return { name: name!, qualifier };
}

/** The functions of one cloud, by name. */
export class FunctionRegistry {
  readonly #cloud: Cloud;
  readonly #functions = new Map<string, DeployedFunction>();
  readonly #variables: () => Readonly<Record<string, string>>;

  constructor(cloud: Cloud, variables: () => Readonly<Record<string, string>>) {
    this.#cloud = cloud;
    this.#variables = variables;
    cloud.onClose(async () => {
      await Promise.all([...this.#functions.values()].map((deployed) => this.#release(deployed)));
      this.#functions.clear();
    });
  }

  list(): DeployedFunction[] {
    return [...this.#functions.values()].sort((a, b) =>
      a.configuration.FunctionName < b.configuration.FunctionName ? -1 : 1,
    );
  }

  has(name: string): boolean {
    return this.#functions.has(name);
  }

  /** @throws ServiceError `ResourceNotFoundException` */
  get(reference: string): DeployedFunction {
    const { name } = functionName(reference);
    const deployed = this.#functions.get(name);
    if (deployed) return deployed;
    const { region, accountId } = this.#cloud;
    const arn = `arn:aws:lambda:${region}:${accountId}:function:${name}`;
    throw new ServiceError("ResourceNotFoundException", `Function not found: ${arn}`, {
      statusCode: 404,
      details: { Type: "User" },
    });
  }

  /**
   * The configuration that a version or an alias shows.
   *
   * @throws ServiceError `ResourceNotFoundException`
   */
  shown(deployed: DeployedFunction, qualifier: string | undefined): FunctionConfiguration {
    const { aliases, configuration, pool, versions } = deployed;
    if (qualifier === undefined) return configuration;
    const FunctionArn = `${pool.definition.arn}:${qualifier}`;
    const number = aliases.get(qualifier)?.version ?? qualifier;
    if (number === "$LATEST") return { ...configuration, FunctionArn };
    const version = versions.find((one) => one["Version"] === number);
    if (version) return { ...version, FunctionArn };
    throw new ServiceError("ResourceNotFoundException", `Function not found: ${FunctionArn}`, {
      statusCode: 404,
      details: { Type: "User" },
    });
  }

  add(
    name: string,
    configuration: FunctionConfiguration,
    definition: FunctionDefinition,
    own: boolean,
  ): void {
    this.#functions.set(name, {
      configuration,
      pool: this.#pool(definition),
      temporaryFolder: own ? definition.codeFolder : undefined,
      permissions: new Map(),
      aliases: new Map(),
      versions: [],
      eventInvokeConfigs: new Map(),
      tags: new Map(),
      deadLetterArn: undefined,
      reservedConcurrency: undefined,
      watcher: undefined,
    });
    this.#watch(name);
    this.#cloud.events.emit("resource", { type: "AWS::Lambda::Function", name, change: "created" });
  }

  /** Puts new environments in place of the running ones, which end after their invocation. */
  replace(
    name: string,
    configuration: FunctionConfiguration,
    definition: FunctionDefinition,
    own: boolean,
  ): void {
    const deployed = this.get(name);
    this.#cloud.track(deployed.pool.retire());
    const former = deployed.temporaryFolder;
    deployed.configuration = configuration;
    deployed.pool = this.#pool(definition);
    deployed.pool.concurrency = deployed.reservedConcurrency ?? deployed.pool.concurrency;
    deployed.temporaryFolder = own ? definition.codeFolder : former;
    if (own && former && former !== definition.codeFolder) rmSync(former, { recursive: true, force: true });
    deployed.watcher?.close();
    this.#watch(name);
    this.#cloud.events.emit("resource", { type: "AWS::Lambda::Function", name, change: "updated" });
  }

  remove(name: string): void {
    this.#cloud.track(this.#release(this.get(name)));
    this.#functions.delete(name);
    this.#cloud.events.emit("resource", { type: "AWS::Lambda::Function", name, change: "deleted" });
  }

  #pool(definition: FunctionDefinition): EnvironmentPool {
    return new EnvironmentPool(this.#cloud, definition, { variables: this.#variables });
  }

  async #release(deployed: DeployedFunction): Promise<void> {
    deployed.watcher?.close();
    await deployed.pool.close();
    if (deployed.temporaryFolder) rmSync(deployed.temporaryFolder, { recursive: true, force: true });
  }

  /** A changed bundle takes effect with the next invocation. */
  #watch(name: string): void {
    const deployed = this.get(name);
    try {
      deployed.watcher = watch(deployed.pool.definition.codeFolder, { persistent: false }, () => {
        const { definition } = deployed.pool;
        this.#cloud.track(deployed.pool.retire());
        deployed.pool = this.#pool(definition);
        deployed.pool.concurrency = deployed.reservedConcurrency ?? deployed.pool.concurrency;
      });
      deployed.watcher.on("error", () => deployed.watcher?.close());
    } catch {
      // Some file systems cannot be watched; the function then keeps its bundle until it is deployed again.
    }
  }
}
