import { watch } from "node:fs";
import { arnOf } from "../../kernel/arn.ts";
import type { Cloud } from "../../kernel/cloud.ts";
import { ServiceError } from "../../kernel/service-error.ts";
import type { CodeFolders } from "./code-folder.ts";
import type { DeployedFunction, FunctionConfiguration } from "./deployed-function.ts";
import { EnvironmentPool } from "./environment-pool.ts";
import type { FunctionDefinition } from "./function-definition.ts";
import { FunctionStorage, type RestoredFunction } from "./function-storage.ts";

/** Name of a function and the qualifier behind it, from a name, a partial ARN or an ARN. */
export function functionName(reference: string): { name: string; qualifier: string | undefined } {
  const rest = reference
    .replace(/^arn:aws[\w-]*:lambda:[^:]*:\d*:function:/, "")
    .replace(/^\d{12}:function:/, "");
  const [name, qualifier] = rest.split(":");
  return { name: name!, qualifier };
}

/**
 * The qualifier that a call is about, from its own member or from behind the function's name.
 *
 * @throws ServiceError when they are two
 */
export function qualifierOf({
  FunctionName,
  Qualifier,
}: {
  readonly FunctionName: string;
  readonly Qualifier?: string | undefined;
}): string | undefined {
  const { qualifier } = functionName(FunctionName);
  if (Qualifier !== undefined && qualifier !== undefined && Qualifier !== qualifier)
    throw new ServiceError(
      "InvalidParameterValueException",
      "The derived qualifier from the function name does not match the specified qualifier.",
    );
  return Qualifier ?? qualifier;
}

/** The functions of one cloud, by name, with those that its storage has kept. */
export class FunctionRegistry {
  readonly #cloud: Cloud;
  readonly #functions = new Map<string, DeployedFunction>();
  /** Functions of a former run that no template has taken over. */
  readonly #restored = new Set<string>();
  readonly #code: CodeFolders;
  readonly #storage: FunctionStorage;

  constructor(cloud: Cloud, code: CodeFolders) {
    this.#cloud = cloud;
    this.#code = code;
    this.#storage = new FunctionStorage(cloud.storage, code);
    for (const restored of this.#storage.all()) {
      this.#start(restored);
      this.#restored.add(restored.definition.name);
    }
    cloud.onClose(async () => {
      const released = [...this.#functions.values()].map(async (deployed) => {
        await this.#release(deployed);
        if (!code.durable) this.#removeCode(deployed);
      });
      await Promise.all(released);
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

  /** @param qualifier that an error names too @throws ServiceError `ResourceNotFoundException` */
  get(reference: string, qualifier?: string): DeployedFunction {
    const arn = this.arnOf(reference);
    const deployed = this.#functions.get(functionName(reference).name);
    if (deployed) return deployed;
    const shown = qualifier === undefined ? arn : `${arn}:${qualifier}`;
    throw new ServiceError("ResourceNotFoundException", `Function not found: ${shown}`, {
      statusCode: 404,
      details: { Type: "User" },
    });
  }

  /** The ARN of a function, whether it is there or not. @throws ServiceError when it is of another region */
  arnOf(reference: string): string {
    this.#checkRegion(reference);
    return arnOf(this.#cloud, "lambda", `function:${functionName(reference).name}`);
  }

  #checkRegion(reference: string): void {
    const { region } = this.#cloud;
    const [, other = region] = /^arn:aws[\w-]*:lambda:([^:]+):/.exec(reference) ?? [];
    if (other !== region)
      throw new ServiceError(
        "ResourceNotFoundException",
        `Functions from '${other}' are not reachable in this region ('${region}')`,
        { statusCode: 404, details: { Type: "User" } },
      );
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

  /** Whether a function is from a former run; from then on it is not. */
  takeOver(name: string): boolean {
    return this.#restored.delete(name);
  }

  /** Keeps what was changed of a function. */
  save(deployed: DeployedFunction): void {
    this.#storage.save(deployed);
  }

  /** Adds a function; the caller saves it once it is complete. */
  add(
    name: string,
    configuration: FunctionConfiguration,
    definition: FunctionDefinition,
    own: boolean,
  ): void {
    this.#start({
      configuration,
      definition,
      ownFolder: own ? definition.codeFolder : undefined,
      permissions: new Map(),
      aliases: new Map(),
      versions: [],
      published: 0,
      eventInvokeConfigs: new Map(),
      tags: {},
      deadLetterArn: undefined,
      reservedConcurrency: undefined,
    });
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
    const former = deployed.ownFolder;
    deployed.configuration = configuration;
    deployed.pool = this.#pool(definition, deployed.reservedConcurrency);
    deployed.ownFolder = own || former === definition.codeFolder ? definition.codeFolder : undefined;
    deployed.watcher?.close();
    this.save(deployed);
    if (former && former !== definition.codeFolder) this.#code.remove(former);
    this.#watch(name);
    this.#cloud.events.emit("resource", { type: "AWS::Lambda::Function", name, change: "updated" });
  }

  remove(name: string): void {
    const deployed = this.get(name);
    this.#storage.delete(name);
    this.#restored.delete(name);
    this.#functions.delete(name);
    this.#cloud.track(this.#release(deployed).then(() => this.#removeCode(deployed)));
    this.#cloud.events.emit("resource", { type: "AWS::Lambda::Function", name, change: "deleted" });
  }

  #start({ definition, ...rest }: RestoredFunction): void {
    const pool = this.#pool(definition, rest.reservedConcurrency);
    this.#functions.set(definition.name, { ...rest, pool, watcher: undefined });
    this.#watch(definition.name);
  }

  #pool(definition: FunctionDefinition, reserved: number | undefined): EnvironmentPool {
    const pool = new EnvironmentPool(this.#cloud, definition, { variables: this.#cloud.variables });
    pool.concurrency = reserved ?? pool.concurrency;
    return pool;
  }

  async #release(deployed: DeployedFunction): Promise<void> {
    deployed.watcher?.close();
    await deployed.pool.close();
  }

  #removeCode({ ownFolder }: DeployedFunction): void {
    if (ownFolder !== undefined) this.#code.remove(ownFolder);
  }

  /** A changed bundle takes effect with the next invocation. */
  #watch(name: string): void {
    const deployed = this.get(name);
    try {
      deployed.watcher = watch(deployed.pool.definition.codeFolder, { persistent: false }, () => {
        const { definition } = deployed.pool;
        this.#cloud.track(deployed.pool.retire());
        deployed.pool = this.#pool(definition, deployed.reservedConcurrency);
      });
      deployed.watcher.on("error", () => deployed.watcher?.close());
    } catch {
      // Some file systems cannot be watched; the function then keeps its bundle until it is deployed again.
    }
  }
}
