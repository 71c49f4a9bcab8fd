import type { Cloud } from "../../kernel/cloud.ts";
import type { ChunkListener, FunctionDefinition, InvocationResult } from "./function-definition.ts";
import { FunctionLogs } from "./function-logs.ts";
import { FunctionProcess, isCustom } from "./function-process.ts";
import {
  answered,
  crashed,
  endingLine,
  type InvocationEnding,
  type ProcessExit,
} from "./invocation-ending.ts";
import { RuntimeApi } from "./runtime-api.ts";

/**
 * Initialization does not count as the function's time. After ten seconds Lambda starts it again, with the function's own
 * time-out; here it goes on for that long.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html#runtimes-lifecycle-ib
 */
const INITIALIZATION_SECONDS = 10;

interface Running {
  readonly requestId: string;
  timer: NodeJS.Timeout | undefined;
  readonly finish: (ending: InvocationEnding) => void;
}

/** One execution environment of a function: it serves one invocation at a time and is used again while its process lives. */
export class Environment {
  readonly #cloud: Cloud;
  readonly #definition: FunctionDefinition;
  readonly #logs: FunctionLogs;
  readonly #api: RuntimeApi;
  #process: FunctionProcess | undefined;
  #running: Running | undefined;
  #spawned = 0;
  #initDurationMs: number | undefined;
  #exited = false;
  #closed = false;
  /** Called when the runtime has said that all output of the invocation is written. */
  #outputEnded: (() => void) | undefined;
  #outputComplete = false;

  constructor(cloud: Cloud, definition: FunctionDefinition) {
    this.#cloud = cloud;
    this.#definition = definition;
    this.#logs = new FunctionLogs(cloud, definition);
    this.#api = new RuntimeApi({
      next: () => {
        this.#initDurationMs ??= performance.now() - this.#spawned;
      },
      response: (requestId, body) => this.#answered(requestId, "success", body),
      error: (requestId, body) => this.#answered(requestId, "error", body),
      initError: (body) => this.#finish({ outcome: "error", payload: body.toString("utf8") }),
    });
  }

  /** Whether the process is gone or about to go, so that it must not be used again. */
  get ended(): boolean {
    return this.#exited || this.#closed;
  }

  /** Runs one invocation; resolves however it ends. */
  async invoke(
    requestId: string,
    payload: string | Buffer,
    headers: Readonly<Record<string, string>>,
    variables: Readonly<Record<string, string>>,
    onChunk?: ChunkListener,
  ): Promise<InvocationResult> {
    const { timeout, version, memorySize } = this.#definition;
    const cold = this.#process === undefined;
    if (cold) await this.#spawn(variables);
    this.#logs.start(requestId, version);
    this.#outputComplete = false;
    let started = performance.now();
    const ending = await new Promise<InvocationEnding>((resolve) => {
      const running: Running = { requestId, timer: undefined, finish: resolve };
      this.#running = running;
      if (cold) running.timer = this.#limit(INITIALIZATION_SECONDS + timeout);
      if (this.#exited) this.#ended({ code: null, signal: null });
      const taken = () => {
        started = performance.now();
        clearTimeout(running.timer);
        running.timer = this.#limit(timeout);
        const real = Date.now();
        return {
          "Lambda-Runtime-Deadline-Ms": String(real + timeout * 1_000),
          "Cumulog-Real-Time": String(real),
          "Cumulog-Clock": JSON.stringify(this.#cloud.clock.reading()),
          ...headers,
        };
      };
      this.#api.give({ requestId, payload, headers: taken, onChunk });
    });
    const initialization = cold ? this.#initDurationMs : undefined;
    const durationMs = performance.now() - started;
    if (ending.status)
      this.#logs.event(`${endingLine(requestId, timeout, ending, this.#cloud.clock.now())}\n`);
    await this.#logs.end({
      requestId,
      durationMs,
      initDurationMs: initialization,
      memorySize,
      maxMemoryUsed: Math.min(Math.round(this.#process?.maxMemory ?? 0), memorySize),
      ...(ending.status ? { status: ending.status } : {}),
    });
    return {
      outcome: ending.outcome,
      requestId,
      payload: ending.payload,
      functionError: ending.outcome === "success" ? undefined : "Unhandled",
      durationMs,
      logTail: this.#logs.tail,
    };
  }

  /** Ends the process; resolves when it is gone. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#api.close();
    await this.#process?.close();
  }

  async #spawn(variables: Readonly<Record<string, string>>): Promise<void> {
    const runtimeApi = await this.#api.start();
    if (this.#closed) {
      this.#ended({ code: null, signal: "SIGKILL" });
      return;
    }
    this.#spawned = performance.now();
    this.#process = new FunctionProcess({
      definition: this.#definition,
      runtimeApi,
      clock: JSON.stringify(this.#cloud.clock.reading()),
      variables,
      logs: this.#logs,
      outputComplete: (exits) => {
        this.#outputComplete = true;
        if (exits) this.#exited = true;
        this.#outputEnded?.();
      },
      ended: (exit) => this.#ended(exit),
    });
  }

  async #answered(requestId: string, outcome: "success" | "error", body: Buffer): Promise<void> {
    if (this.#running?.requestId !== requestId) return;
    await this.#outputRead();
    this.#finish(answered(outcome, body));
  }

  /** A custom runtime does not tell: what it wrote before it answered is read in two turns of the loop. */
  async #outputRead(): Promise<void> {
    if (isCustom(this.#definition)) await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
    else if (!this.#outputComplete) await new Promise<void>((resolve) => (this.#outputEnded = resolve));
    this.#outputEnded = undefined;
  }

  #limit(seconds: number): NodeJS.Timeout {
    return setTimeout(() => this.#process?.kill("timeout"), seconds * 1_000);
  }

  #ended(exit: ProcessExit): void {
    this.#exited = true;
    this.#api.close();
    if (this.#running) this.#finish(crashed(this.#running.requestId, this.#definition.timeout, exit));
    this.#outputEnded?.();
  }

  #finish(ending: InvocationEnding): void {
    const running = this.#running;
    if (!running) return;
    this.#running = undefined;
    clearTimeout(running.timer);
    running.finish(ending);
  }
}
