import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { delimiter, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { FunctionDefinition } from "./function-definition.ts";
import type { FunctionLogs } from "./function-logs.ts";
import type { KillReason, ProcessExit } from "./invocation-ending.ts";
import { readOutput } from "./process-output.ts";
import { platformVariables, proxied } from "./process-variables.ts";
import { taskFolder } from "./task-folder.ts";

const BOOTSTRAP = fileURLToPath(new URL(`./bootstrap${extname(import.meta.url)}`, import.meta.url));
const MEMORY_CHECK_MS = 100;
/** A process here takes more than in AWS, by the tools that load its code: measured 20 to 40 MB on Node.js 24. */
const MEMORY_ALLOWANCE_MB = 48;

/** What a process is started with. */
export interface ProcessOptions {
  readonly definition: FunctionDefinition;
  /** Address of its runtime API: host and port. */
  readonly runtimeApi: string;
  /** The clock's reading, as JSON. */
  readonly clock: string;
  /** Environment variables of the execution environment; the function's own come over them. */
  readonly variables: Readonly<Record<string, string>>;
  readonly logs: FunctionLogs;
  /** The runtime has written all output of an invocation; `exits`: it will not serve another. */
  readonly outputComplete: (exits: boolean) => void;
  readonly ended: (exit: ProcessExit) => void;
}

/** The operating system's process that runs a function's code, killed when it takes more memory than it may. */
export class FunctionProcess {
  readonly #child: ChildProcess;
  readonly #largestMegabytes: number;
  #maxMemory = 0;
  #killedFor: KillReason | undefined;

  constructor(options: ProcessOptions) {
    const { definition, logs } = options;
    this.#largestMegabytes = definition.memorySize + MEMORY_ALLOWANCE_MB;
    const { command, parameters, folder } = programOf(definition);
    this.#child = spawn(command, parameters, {
      cwd: folder,
      env: environmentOf(options, folder),
      stdio: ["ignore", "pipe", "pipe", "pipe"],
    });
    const watch = setInterval(() => this.#checkMemory(), MEMORY_CHECK_MS);
    watch.unref();
    this.#child.on("error", () => options.ended({ code: null, signal: null }));
    this.#child.on("close", (code, signal) => {
      clearInterval(watch);
      options.ended({ code, signal, killedFor: this.#killedFor });
    });
    readOutput(this.#child, logs, options.outputComplete);
  }

  /** The most memory that was seen in use, in megabytes. */
  get maxMemory(): number {
    this.#maxMemory = Math.max(this.#maxMemory, this.#residentMegabytes());
    return this.#maxMemory;
  }

  kill(reason: KillReason): void {
    this.#killedFor = reason;
    this.#child.kill("SIGKILL");
  }

  /**
   * Ends the process; resolves when it is gone.
   *
   * @param graceMs time that it has for that, before it is killed
   */
  async close(graceMs = 0): Promise<void> {
    const { pid, exitCode, signalCode } = this.#child;
    if (pid === undefined || exitCode !== null || signalCode !== null) return;
    const gone = once(this.#child, "exit");
    if (graceMs > 0) {
      this.#child.kill("SIGTERM");
      await Promise.race([gone, new Promise((resolve) => setTimeout(resolve, graceMs).unref())]);
    }
    this.#child.kill("SIGKILL");
    await gone;
  }

  #checkMemory(): void {
    const resident = this.#residentMegabytes();
    this.#maxMemory = Math.max(this.#maxMemory, resident);
    if (resident > this.#largestMegabytes) this.kill("memory");
  }

  /** Resident memory from /proc; 0 on systems without it, where only the heap limit holds. */
  #residentMegabytes(): number {
    try {
      const status = readFileSync(`/proc/${this.#child.pid}/status`, "utf8");
      return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? 0) / 1024;
    } catch {
      return 0;
    }
  }
}

/** Whether the function brings its own program, `bootstrap`, instead of a module for Node.js. */
export const isCustom = ({ runtime }: FunctionDefinition): boolean => runtime.startsWith("provided");

function programOf(definition: FunctionDefinition): {
  readonly command: string;
  readonly parameters: readonly string[];
  readonly folder: string;
} {
  const { codeFolder, memorySize } = definition;
  if (isCustom(definition))
    return { command: join(codeFolder, "bootstrap"), parameters: [], folder: codeFolder };
  const { path, nodeOptions } = taskFolder(codeFolder);
  return {
    command: process.execPath,
    parameters: [`--max-old-space-size=${memorySize}`, ...nodeOptions, BOOTSTRAP],
    folder: path,
  };
}

function environmentOf(options: ProcessOptions, folder: string): NodeJS.ProcessEnv {
  const { definition, variables, clock } = options;
  return {
    ...platformVariables(),
    LANG: "en_US.UTF-8",
    TZ: ":UTC",
    // The managed runtime looks for modules in the layers, and beside the code.
    NODE_PATH: [
      ...definition.layerFolders.map((layer) => join(layer, "nodejs", "node_modules")),
      definition.codeFolder,
    ].join(delimiter),
    ...variables,
    ...definition.environment,
    LAMBDA_TASK_ROOT: folder,
    ...(isCustom(definition) && proxied(variables["CUMULOG_CATCH"])),
    AWS_LAMBDA_RUNTIME_API: options.runtimeApi,
    AWS_LAMBDA_LOG_STREAM_NAME: options.logs.logStream,
    CUMULOG_CLOCK: clock,
    CUMULOG_PROJECT: process.cwd(),
  };
}
