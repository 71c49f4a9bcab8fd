import { randomBytes, randomUUID } from "node:crypto";
import type { Timer } from "#kernel/clock.ts";
import type { Cloud } from "#kernel/cloud.ts";
import { Environment } from "./environment.ts";
import type { ChunkListener, FunctionDefinition, InvocationResult } from "./function-definition.ts";

/** Environments of one function at the same time when no reserved concurrency is set: processes of one machine. */
const DEFAULT_CONCURRENCY = 10;
/** Time of the cloud after which an environment with extensions ends when nobody uses it; Lambda does not say its own. */
const IDLE_MS = 600_000;

export interface PoolOptions {
  /** Variables that the cloud adds to those of the function, for example its endpoint. */
  readonly variables: () => Readonly<Record<string, string>>;
}

/** The environments of one version of a function's code: idle ones are used again, others started as needed. */
export class EnvironmentPool {
  readonly #cloud: Cloud;
  readonly definition: FunctionDefinition;
  readonly #options: PoolOptions;
  readonly #idle: Environment[] = [];
  readonly #busy = new Set<Environment>();
  readonly #waiting: (() => void)[] = [];
  readonly #idleTimers = new WeakMap<Environment, Timer>();
  concurrency = DEFAULT_CONCURRENCY;
  #retired = false;

  constructor(cloud: Cloud, definition: FunctionDefinition, options: PoolOptions) {
    this.#cloud = cloud;
    this.definition = definition;
    this.#options = options;
  }

  get busy(): number {
    return this.#busy.size;
  }

  /** Runs an invocation as soon as an environment is free. */
  async invoke(
    payload: string | Buffer,
    traceId?: string,
    requestId: string = randomUUID(),
    { onChunk }: { readonly onChunk?: ChunkListener } = {},
  ): Promise<InvocationResult> {
    while (this.#busy.size >= Math.max(1, this.concurrency))
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    const environment = this.#idle.pop() ?? new Environment(this.#cloud, this.definition);
    this.#idleTimers.get(environment)?.cancel();
    this.#busy.add(environment);
    try {
      const headers = {
        "Lambda-Runtime-Invoked-Function-Arn": this.definition.arn,
        "Lambda-Runtime-Trace-Id": traceId ?? newTraceId(this.#cloud.clock.now()),
      };
      const result = await environment.invoke(requestId, payload, headers, this.#variables(), onChunk);
      this.#announce(result);
      return result;
    } finally {
      // Extensions go on after the function has answered.
      if (environment.settling === undefined) this.#release(environment);
      else this.#cloud.track(environment.settling.then(() => this.#release(environment)));
    }
  }

  #release(environment: Environment): void {
    this.#busy.delete(environment);
    if (environment.ended || this.#retired) this.#cloud.track(environment.close());
    else {
      this.#idle.push(environment);
      if (environment.hasExtensions) this.#endWhenIdle(environment);
    }
    this.#waiting.shift()?.();
  }

  /** As Lambda ends environments that nobody uses: extensions deliver then what they have held back. */
  #endWhenIdle(environment: Environment): void {
    const timer = this.#cloud.clock.after(IDLE_MS, () => {
      this.#idle.splice(this.#idle.indexOf(environment), 1);
      this.#cloud.track(environment.close());
    });
    this.#idleTimers.set(environment, timer);
  }

  /** Ends idle environments now and busy ones after their invocation; resolves when the idle ones are gone. */
  async retire(): Promise<void> {
    this.#retired = true;
    for (const environment of this.#idle) this.#idleTimers.get(environment)?.cancel();
    await Promise.all(this.#idle.splice(0).map((environment) => environment.close()));
  }

  /** Ends every environment now; resolves when their processes are gone. */
  async close(): Promise<void> {
    const busy = [...this.#busy].map((environment) => environment.close());
    await Promise.all([this.retire(), ...busy]);
  }

  #announce({ requestId, durationMs, outcome, payload }: InvocationResult): void {
    this.#cloud.events.emit("invocation", {
      functionName: this.definition.name,
      requestId,
      timestamp: this.#cloud.clock.now(),
      durationMs,
      outcome,
      ...(outcome === "success" ? {} : { error: payload.slice(0, 4_096) }),
    });
  }

  #variables(): Record<string, string> {
    const { name, version, memorySize, logGroup, logFormat, applicationLogLevel, handler, runtime } =
      this.definition;
    return {
      AWS_REGION: this.#cloud.region,
      AWS_DEFAULT_REGION: this.#cloud.region,
      AWS_ACCESS_KEY_ID: "local",
      AWS_SECRET_ACCESS_KEY: "local",
      AWS_SESSION_TOKEN: "local",
      AWS_EXECUTION_ENV: `AWS_Lambda_${runtime}`,
      AWS_LAMBDA_FUNCTION_NAME: name,
      AWS_LAMBDA_FUNCTION_VERSION: version,
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memorySize),
      AWS_LAMBDA_LOG_GROUP_NAME: logGroup,
      AWS_LAMBDA_LOG_FORMAT: logFormat,
      ...(applicationLogLevel !== undefined && { AWS_LAMBDA_LOG_LEVEL: applicationLogLevel }),
      AWS_LAMBDA_INITIALIZATION_TYPE: "on-demand",
      _HANDLER: handler,
      ...this.#options.variables(),
    };
  }
}

/** A trace header as X-Ray words it, not sampled. */
function newTraceId(now: number): string {
  const seconds = Math.floor(now / 1_000)
    .toString(16)
    .padStart(8, "0");
  const [root, parent] = [randomBytes(12).toString("hex"), randomBytes(8).toString("hex")];
  return `Root=1-${seconds}-${root};Parent=${parent};Sampled=0`;
}
