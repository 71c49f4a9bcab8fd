import { type ChildProcess, spawn } from "node:child_process";
import type { Readable } from "node:stream";
import type { ProcessExit } from "../invocation-ending.ts";
import type { ExtensionFile } from "./extension-files.ts";

/** Characters of a line that never ends which are taken for a line. */
const LONGEST_LINE = 65_536;

/** What an extension's process is started with, and who hears of it. */
export interface ExtensionProcessOptions {
  readonly file: ExtensionFile;
  readonly environment: NodeJS.ProcessEnv;
  readonly line: (text: string) => void;
  readonly ended: (exit: ProcessExit & { readonly error?: Error }) => void;
}

/** The operating system's process of an extension. */
export class ExtensionProcess {
  readonly #child: ChildProcess;
  readonly #gone: Promise<void>;

  constructor({ file, environment, line, ended }: ExtensionProcessOptions) {
    this.#child = spawn(file.path, [], { env: environment, stdio: ["ignore", "pipe", "pipe"] });
    for (const source of [this.#child.stdout, this.#child.stderr]) if (source) readLines(source, line);
    this.#gone = new Promise((resolve) => {
      this.#child.once("error", (error) => {
        ended({ code: null, signal: null, error });
        resolve();
      });
      this.#child.once("close", (code, signal) => {
        ended({ code, signal });
        resolve();
      });
    });
  }

  kill(): void {
    this.#child.kill("SIGKILL");
  }

  /** Resolves when the process is gone. */
  get gone(): Promise<void> {
    return this.#gone;
  }
}

function readLines(source: Readable, take: (line: string) => void): void {
  let partial = "";
  source.setEncoding("utf8");
  source.on("data", (text: string) => {
    const lines = (partial + text).split("\n");
    partial = lines.pop() ?? "";
    if (partial.length > LONGEST_LINE) {
      lines.push(partial);
      partial = "";
    }
    for (const line of lines) if (line !== "") take(`${line}\n`);
  });
  source.on("end", () => {
    if (partial !== "") take(partial);
  });
}
