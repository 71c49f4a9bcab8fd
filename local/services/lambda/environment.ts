import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { extname, join } from "node:path";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import type { Cloud } from "../../kernel/cloud.ts";
import type { ChunkListener, FunctionDefinition, InvocationResult } from "./function-definition.ts";
import { FunctionLogs } from "./function-logs.ts";
import type { CatchOptions } from "./outgoing/catch-connections.ts";
import { RuntimeApi } from "./runtime-api.ts";
import { taskFolder } from "./task-folder.ts";

const BOOTSTRAP = fileURLToPath(new URL(`./bootstrap${extname(import.meta.url)}`, import.meta.url));
const PRELOAD = new URL(`./outgoing/preload${extname(import.meta.url)}`, import.meta.url).href;
const MEMORY_CHECK_MS = 100;
/** A process here takes more than in AWS, by the tools that load its code: measured 20 to 40 MB on Node.js 24. */
const MEMORY_ALLOWANCE_MB = 48;
/** Characters of output that may wait to be stored. */
const LARGEST_BACKLOG = 4_000_000;
/**
 * Initialization does not count as the function's time. After ten seconds Lambda starts it again, with the function's own
 * time-out; here it goes on for that long.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html#runtimes-lifecycle-ib
 */
const INITIALIZATION_SECONDS = 10;
const LARGEST_RESPONSE = 6 * 1024 * 1024;

interface Running {
  readonly requestId: string;
  timer: NodeJS.Timeout | undefined;
  readonly finish: (end: Ending) => void;
}

interface Ending {
  readonly outcome: InvocationResult["outcome"];
  readonly payload: string;
  readonly status?: string;
}

const failure = (errorType: string, errorMessage: string): string =>
  JSON.stringify({ errorType, errorMessage });

/** One process of a function: it serves one invocation at a time and is used again while it lives. */
export class Environment {
  readonly #cloud: Cloud;
  readonly #definition: FunctionDefinition;
  readonly #logs: FunctionLogs;
  readonly #api: RuntimeApi;
  #process: ChildProcess | undefined;
  #running: Running | undefined;
  #spawned = 0;
  #initDurationMs: number | undefined;
  #maxMemory = 0;
  #killedFor: "memory" | "timeout" | undefined;
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

  get #custom(): boolean {
    return this.#definition.runtime.startsWith("provided");
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
    const { timeout, version } = this.#definition;
    const cold = this.#process === undefined;
    if (cold) await this.#spawn(variables);
    this.#logs.start(requestId, version);
    this.#outputComplete = false;
    let started = performance.now();
    const ending = await new Promise<Ending>((resolve) => {
      const running: Running = { requestId, timer: undefined, finish: resolve };
      this.#running = running;
      if (cold) running.timer = this.#limit(INITIALIZATION_SECONDS + timeout);
      if (this.#exited) this.#ended(null, null);
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
    this.#maxMemory = Math.max(this.#maxMemory, this.#residentMegabytes());
    if (ending.status) this.#logs.event(`${this.#logLine(requestId, ending)}\n`);
    await this.#logs.end({
      requestId,
      durationMs,
      initDurationMs: initialization,
      memorySize: this.#definition.memorySize,
      maxMemoryUsed: Math.min(Math.round(this.#maxMemory), this.#definition.memorySize),
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
    const child = this.#process;
    if (!child || child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    child.kill("SIGKILL");
    await once(child, "exit");
  }

  async #spawn(variables: Readonly<Record<string, string>>): Promise<void> {
    const { codeFolder, memorySize, layerFolders } = this.#definition;
    const address = await this.#api.start();
    if (this.#closed) {
      this.#ended(null, "SIGKILL");
      return;
    }
    const task = this.#custom ? { path: codeFolder, nodeOptions: [] } : taskFolder(codeFolder);
    const [command, parameters] = this.#custom
      ? [join(codeFolder, "bootstrap"), []]
      : [process.execPath, [`--max-old-space-size=${memorySize}`, ...task.nodeOptions, BOOTSTRAP]];
    this.#spawned = performance.now();
    const child = spawn(command, parameters as string[], {
      cwd: task.path,
      env: {
        PATH: process.env["PATH"],
        LANG: "en_US.UTF-8",
        TZ: ":UTC",
        NODE_PATH: layerFolders.map((folder) => join(folder, "nodejs", "node_modules")).join(":"),
        ...variables,
        ...this.#definition.environment,
        LAMBDA_TASK_ROOT: task.path,
        ...(this.#custom && proxied(variables["CUMULOG_CATCH"])),
        AWS_LAMBDA_RUNTIME_API: address,
        AWS_LAMBDA_LOG_STREAM_NAME: this.#logs.logStream,
        CUMULOG_CLOCK: JSON.stringify(this.#cloud.clock.reading()),
        CUMULOG_PROJECT: process.cwd(),
      },
      stdio: ["ignore", "pipe", "pipe", "pipe"],
    });
    this.#process = child;
    child.on("error", () => this.#ended(null, null));
    child.on("close", (code, signal) => this.#ended(code, signal));
    this.#read(child);
    const watch = setInterval(() => this.#checkMemory(), MEMORY_CHECK_MS);
    watch.unref();
    child.once("close", () => clearInterval(watch));
  }

  /** Output is read no faster than the log stores it, so that a function that prints without end stays bounded. */
  #read(child: ChildProcess): void {
    const sources: Readable[] = [child.stdout!, child.stderr!, child.stdio[3] as Readable];
    const restrain = () => {
      if (this.#logs.backlog < LARGEST_BACKLOG) return;
      for (const source of sources) source.pause();
      void this.#logs.flush().then(() => {
        for (const source of sources) source.resume();
      });
    };
    let partial = "";
    for (const source of sources) {
      source.setEncoding("utf8");
      source.on("data", (text: string) => {
        if (source !== sources[2]) this.#logs.raw(text);
        else {
          const lines = (partial + text).split("\n");
          partial = lines.pop()!;
          for (const line of lines) this.#frame(line);
        }
        restrain();
      });
    }
  }

  #frame(line: string): void {
    const frame = JSON.parse(line) as { event?: string; raw?: string; end?: string; exits?: boolean };
    if (frame.event !== undefined) this.#logs.event(frame.event);
    else if (frame.raw !== undefined) this.#logs.raw(frame.raw);
    else {
      this.#outputComplete = true;
      // A process that is about to exit must not get another invocation.
      if (frame.exits) this.#exited = true;
      this.#outputEnded?.();
    }
  }

  async #answered(requestId: string, outcome: "success" | "error", body: Buffer): Promise<void> {
    if (this.#running?.requestId !== requestId) return;
    await this.#outputRead();
    if (outcome === "success" && body.length > LARGEST_RESPONSE)
      this.#finish({
        outcome: "error",
        payload: failure(
          "Function.ResponseSizeTooLarge",
          `Response payload size exceeded maximum allowed payload size (${LARGEST_RESPONSE + 100} bytes).`,
        ),
      });
    else this.#finish({ outcome, payload: body.toString("utf8") });
  }

  /** A custom runtime does not tell: what it wrote before it answered is read in two turns of the loop. */
  async #outputRead(): Promise<void> {
    if (this.#custom) await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
    else if (!this.#outputComplete) await new Promise<void>((resolve) => (this.#outputEnded = resolve));
    this.#outputEnded = undefined;
  }

  #limit(seconds: number): NodeJS.Timeout {
    return setTimeout(() => {
      this.#killedFor = "timeout";
      this.#process?.kill("SIGKILL");
    }, seconds * 1_000);
  }

  #ended(code: number | null, signal: NodeJS.Signals | null): void {
    this.#exited = true;
    this.#api.close();
    if (this.#running) this.#finish(this.#crash(this.#running.requestId, code, signal));
    this.#outputEnded?.();
  }

  /** @see https://docs.aws.amazon.com/lambda/latest/dg/troubleshooting-invocation.html */
  #crash(requestId: string, code: number | null, signal: NodeJS.Signals | null): Ending {
    if (this.#killedFor === "timeout") {
      const text = `RequestId: ${requestId} Error: Task timed out after ${this.#definition.timeout.toFixed(2)} seconds`;
      return { outcome: "timeout", payload: failure("Sandbox.Timedout", text), status: "Status: timeout" };
    }
    const memory = this.#killedFor === "memory" || signal === "SIGABRT";
    const reason = signal
      ? `Runtime exited with error: signal: ${signal === "SIGKILL" ? "killed" : signal}`
      : code
        ? `Runtime exited with error: exit status ${code}`
        : "Runtime exited without providing a reason";
    const type = memory ? "Runtime.OutOfMemory" : "Runtime.ExitError";
    return {
      outcome: "crash",
      payload: failure(type, `RequestId: ${requestId} Error: ${reason}`),
      status: `Status: error\tError Type: ${type}`,
    };
  }

  #finish(ending: Ending): void {
    const running = this.#running;
    if (!running) return;
    this.#running = undefined;
    clearTimeout(running.timer);
    running.finish(ending);
  }

  #logLine(requestId: string, { outcome, payload }: Ending): string {
    const stamp = new Date(this.#cloud.clock.now()).toISOString();
    if (outcome === "timeout")
      return `${stamp} ${requestId} Task timed out after ${this.#definition.timeout.toFixed(2)} seconds\n`;
    return (JSON.parse(payload) as { errorMessage: string; errorType: string }).errorMessage;
  }

  #checkMemory(): void {
    const resident = this.#residentMegabytes();
    if (this.#running) this.#maxMemory = Math.max(this.#maxMemory, resident);
    if (resident <= this.#definition.memorySize + MEMORY_ALLOWANCE_MB) return;
    this.#killedFor = "memory";
    this.#process?.kill("SIGKILL");
  }

  /** Resident memory from /proc; 0 on systems without it, where only the heap limit holds. */
  #residentMegabytes(): number {
    try {
      const status = readFileSync(`/proc/${this.#process?.pid}/status`, "utf8");
      return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? 0) / 1024;
    } catch {
      return 0;
    }
  }
}

/** What has programs in other languages send their requests to where those of Node.js end, as far as they heed it. */
function proxied(settings: string | undefined): Readonly<Record<string, string>> {
  if (settings === undefined) return {};
  const { plainPort, allowed } = JSON.parse(settings) as CatchOptions;
  const proxy = `http://127.0.0.1:${plainPort}`;
  const direct = ["localhost", "127.0.0.1", "::1", ...allowed].join(",");
  return {
    HTTP_PROXY: proxy,
    HTTPS_PROXY: proxy,
    NO_PROXY: direct,
    http_proxy: proxy,
    https_proxy: proxy,
    no_proxy: direct,
    NODE_OPTIONS: `--import ${PRELOAD}`,
  };
}
