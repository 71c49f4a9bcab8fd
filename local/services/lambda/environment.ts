import type { Cloud } from "#kernel/cloud.ts";
import { Extensions, type ShutdownReason } from "./extensions/extensions.ts";
import type { InvocationReport } from "./extensions/platform-telemetry.ts";
import type { ChunkListener, FunctionDefinition, InvocationResult } from "./function-definition.ts";
import { FunctionLogs } from "./function-logs.ts";
import { FunctionProcess, isCustom } from "./function-process.ts";
import {
  answered,
  crashed,
  endingLine,
  extensionFailed,
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
/**
 * Time that a runtime beside extensions has between SIGTERM and SIGKILL.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html#runtimes-lifecycle-shutdown
 */
const RUNTIME_GRACE_MS = 300;

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
  readonly #extensions: Extensions | undefined;
  #process: FunctionProcess | undefined;
  #running: Running | undefined;
  #spawned = 0;
  #initDurationMs: number | undefined;
  #exited = false;
  #closed = false;
  /** Called when the runtime has said that all output of the invocation is written. */
  #outputEnded: (() => void) | undefined;
  #outputComplete = false;
  #failure: InvocationEnding | undefined;
  #reason: ShutdownReason = "spindown";
  #settling: Promise<void> | undefined;

  constructor(cloud: Cloud, definition: FunctionDefinition) {
    this.#cloud = cloud;
    this.#definition = definition;
    this.#logs = new FunctionLogs(cloud, definition);
    const extensions = Extensions.of({
      cloud,
      definition,
      logs: this.#logs,
      failed: ({ errorType, message }) => {
        this.#exited = true;
        this.#reason = "failure";
        this.#failure = extensionFailed(this.#running?.requestId, errorType, message);
        this.#finish(this.#failure);
      },
    });
    this.#extensions = extensions;
    this.#api = new RuntimeApi(
      {
        next: () => {
          if (this.#initDurationMs === undefined) extensions?.runtimeReady("success");
          this.#initDurationMs ??= performance.now() - this.#spawned;
        },
        response: (requestId, body) => this.#answered(requestId, "success", body),
        error: (requestId, body) => this.#answered(requestId, "error", body),
        initError: (body) => {
          // The runtime ends after that.
          this.#exited = true;
          this.#reason = "failure";
          extensions?.runtimeReady("error");
          this.#failure = { outcome: "error", payload: body.toString("utf8") };
          this.#finish(this.#failure);
        },
      },
      extensions && ((request, response) => extensions.handle(request, response)),
    );
  }

  /** Whether it has extensions, which end with it. */
  get hasExtensions(): boolean {
    return this.#extensions !== undefined;
  }

  /** Resolves when the extensions are done with the last invocation too; undefined when there are none. */
  get settling(): Promise<void> | undefined {
    return this.#settling;
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
      if (this.#failure) this.#finish(this.#failure);
      if (cold) running.timer = this.#limit(INITIALIZATION_SECONDS + timeout);
      if (this.#exited) this.#ended({ code: null, signal: null });
      const taken = () => {
        started = performance.now();
        clearTimeout(running.timer);
        running.timer = this.#limit(timeout);
        const real = Date.now();
        const deadlineMs = real + timeout * 1_000;
        this.#extensions?.begin({
          requestId,
          arn: headers["Lambda-Runtime-Invoked-Function-Arn"] ?? this.#definition.arn,
          traceId: headers["Lambda-Runtime-Trace-Id"],
          deadlineMs,
        });
        return {
          "Lambda-Runtime-Deadline-Ms": String(deadlineMs),
          "Cumulog-Real-Time": String(real),
          "Cumulog-Clock": JSON.stringify(this.#cloud.clock.reading()),
          ...headers,
        };
      };
      this.#api.give({ requestId, payload, headers: taken, onChunk });
    });
    const initDurationMs = cold ? this.#initDurationMs : undefined;
    const durationMs = performance.now() - started;
    this.#logs.endLine();
    if (ending.status)
      this.#logs.platform(`${endingLine(requestId, timeout, ending, this.#cloud.clock.now())}\n`);
    const maxMemoryUsed = Math.min(Math.round(this.#process?.maxMemory ?? 0), memorySize);
    this.#settling =
      this.#extensions && this.#settle({ requestId, ending, initDurationMs, maxMemoryUsed }, started);
    await this.#logs.end({
      requestId,
      durationMs,
      initDurationMs,
      memorySize,
      maxMemoryUsed,
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

  /** Ends the process, and the extensions after it; resolves when they are gone. */
  async close(): Promise<void> {
    this.#closed = true;
    if (this.#extensions === undefined) this.#api.close();
    await this.#process?.close(this.#extensions && RUNTIME_GRACE_MS);
    await this.#extensions?.shutdown(this.#reason);
    this.#api.close();
  }

  /** The invocation goes on until the extensions have asked for the next one, as far as its time allows. */
  async #settle(report: Omit<InvocationReport, "durationMs">, started: number): Promise<void> {
    const extensions = this.#extensions!;
    const { requestId, ending } = report;
    const elapsed = () => performance.now() - started;
    extensions.runtimeDone(requestId, ending, elapsed());
    if (ending.outcome === "timeout" || ending.outcome === "crash") {
      this.#reason = ending.outcome === "timeout" ? "timeout" : "failure";
      extensions.report({ ...report, durationMs: elapsed() });
      return;
    }
    const inTime = await extensions.done(Math.max(0, this.#definition.timeout * 1_000 - elapsed()));
    extensions.report({ ...report, durationMs: elapsed() });
    if (inTime || this.#closed) return;
    this.#reason = "timeout";
    this.#exited = true;
  }

  async #spawn(variables: Readonly<Record<string, string>>): Promise<void> {
    const runtimeApi = await this.#api.start();
    if (this.#closed) {
      this.#ended({ code: null, signal: "SIGKILL" });
      return;
    }
    await this.#extensions?.start(runtimeApi, variables);
    if (this.#closed) this.#ended({ code: null, signal: "SIGKILL" });
    if (this.#failure || this.#closed) return;
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
    await this.#extensions?.initialized();
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
    if (this.#reason === "spindown" && !this.#closed) this.#reason = "failure";
    // Extensions still have something to say.
    if (this.#extensions === undefined) this.#api.close();
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
