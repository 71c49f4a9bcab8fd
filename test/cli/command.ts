import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";

/** `npm test` has built the command, which starts three times as fast as its source; a single file is run from that. */
const isBuilt = process.env["CUMULOG_TEST_BUILT"] === "1";
const MAIN = join(import.meta.dirname, isBuilt ? "../../cli/dist/main.js" : "../../cli/main.ts");

/** How a process ended and what it wrote. */
export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The `cumulog` command in a process of its own. */
export class CommandProcess {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  stdout = "";
  stderr = "";
  #changed: () => void = () => {};

  /** @param input what the command reads from its standard input; without one there is none */
  constructor(
    parameters: readonly string[],
    environment: Readonly<Record<string, string>> = {},
    input?: string | Buffer,
  ) {
    const { AWS_ENDPOINT_URL: _endpoint, FORCE_COLOR: _colour, ...inherited } = process.env;
    this.child = spawn(process.execPath, [MAIN, ...parameters], {
      env: { ...inherited, NO_COLOR: "1", ...(isBuilt && { NODE_OPTIONS: "" }), ...environment },
      stdio: [input === undefined ? "ignore" : "pipe", "pipe", "pipe"],
    });
    this.child.stdin?.on("error", () => {}).end(input);
    this.child.stdout!.setEncoding("utf8").on("data", (text: string) => {
      this.stdout += text;
      this.#changed();
    });
    this.child.stderr!.setEncoding("utf8").on("data", (text: string) => {
      this.stderr += text;
      this.#changed();
    });
    this.ended = new Promise((resolve) => {
      this.child.once("close", (status) => {
        resolve({ status, stdout: this.stdout, stderr: this.stderr });
        this.#changed();
      });
    });
  }

  /** Resolves when what was printed so far holds the text, and fails when the process ends without it. */
  async printed(text: string): Promise<void> {
    while (!this.stdout.includes(text)) {
      if (this.child.exitCode !== null || this.child.signalCode !== null)
        throw new Error(`The command ended without printing ${text}: ${this.stdout}${this.stderr}`);
      await new Promise<void>((resolve) => {
        this.#changed = resolve;
      });
    }
  }

  /** Sends a signal and waits for the end. */
  async stop(signal: NodeJS.Signals = "SIGINT"): Promise<Ended> {
    if (this.child.exitCode === null) this.child.kill(signal);
    return this.ended;
  }
}

/** Runs the `cumulog` command to its end. */
export function run(
  parameters: readonly string[],
  environment?: Readonly<Record<string, string>>,
): Promise<Ended> {
  return new CommandProcess(parameters, environment).ended;
}
