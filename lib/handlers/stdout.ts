import { fstatSync } from "node:fs";
import { Ledger } from "../delivery/ledger.ts";
import type { DeliveryReport } from "../delivery/report.ts";
import { reportInternal } from "../logger/internal-channel.ts";
import { jsonFormatter } from "../logger/json-formatter.ts";
import { LEVELS, type Level } from "../logger/levels.ts";
import { prettyFormatter } from "../logger/pretty-formatter.ts";
import type { Formatter, LogRecord } from "../logger/record.ts";
import { choice, either, type Members, program, whole } from "../options/shape.ts";
import { writeFully } from "./descriptor-writes.ts";
import { isExiting } from "./exiting.ts";
import type { Handler } from "./handler.ts";
import { type HandlerOptions, readHandlerOptions } from "./handler-options.ts";

/** Options of {@link StdoutHandler}. */
export interface StdoutHandlerOptions extends HandlerOptions {
  /** Where the lines go: `"stdout"`, `"stderr"`, a file descriptor, or anything with `write`. @default "stdout" */
  readonly stream?: "stdout" | "stderr" | number | { write(text: string): unknown };
  /**
   * Characters that are gathered before they are written at once; what is there is written at the end of the tick,
   * at each record of level error and above, and when the process ends. 0 writes each line by itself.
   * @default 16384, on a terminal 0
   */
  readonly bufferLength?: number;
}

/** The options of `StdoutHandler`, as they are checked; `stdout-options.ts` has their descriptions, which no program needs. */
export const STDOUT_RULES = {
  stream: either(
    [choice(["stdout", "stderr"]), program("a stream", isDescriptorOrStream)],
    '"stdout", "stderr", a file descriptor or an object with write()',
  ),
  bufferLength: whole(0),
} as const satisfies Record<Exclude<keyof StdoutHandlerOptions, keyof HandlerOptions>, Members[string]>;

function isDescriptorOrStream(value: unknown): boolean {
  if (typeof value === "number") return Number.isInteger(value) && value >= 0;
  return typeof (value as { write?: unknown } | null)?.write === "function";
}

const DEFAULT_BUFFER_LENGTH = 16_384;
/** Longest time in ms that a line waits while the event loop is kept busy by one long task. */
const MAXIMUM_WAIT_MS = 50;

/**
 * Writes one line a record on standard output: JSON, or colours on a terminal. The lines of one tick are written
 * together and before any I/O goes on; nothing is lost when the process exits or throws.
 */
export class StdoutHandler implements Handler {
  readonly level: Level | undefined;
  readonly filter: ((record: LogRecord) => boolean) | undefined;
  readonly #descriptor: number;
  readonly #stream: { write(text: string): unknown } | undefined;
  readonly #ledger = new Ledger();
  readonly #flushNow = (): void => this.#writeOut();
  #formatter: Formatter | undefined;
  #bufferLength: number | undefined;
  #text = "";
  #lines = 0;
  #firstAt = 0;
  #scheduled = false;
  #atExit = false;

  /** @throws {TypeError} that names the option, for one that is not as described */
  constructor(options: StdoutHandlerOptions = {}) {
    const common = readHandlerOptions("StdoutHandler", options, STDOUT_RULES);
    const { stream = "stdout", bufferLength } = options;
    this.level = common.level;
    this.filter = common.filter;
    this.#formatter = common.formatter;
    this.#stream = typeof stream === "object" ? stream : undefined;
    this.#descriptor = typeof stream === "number" ? stream : stream === "stderr" ? 2 : 1;
    this.#bufferLength = bufferLength;
  }

  get formatter(): Formatter {
    this.#formatter ??= this.#isForPeople() ? prettyFormatter() : jsonFormatter;
    return this.#formatter;
  }

  write(record: LogRecord): void {
    const line = (this.#formatter ?? this.formatter)(record);
    this.#ledger.accept();
    if (this.#lines === 0) this.#firstAt = record.timestamp;
    this.#lines += 1;
    this.#text += line + "\n";
    this.#bufferLength ??= this.#isForPeople() ? 0 : DEFAULT_BUFFER_LENGTH;
    const isUrgent = record.level >= LEVELS.error || record.timestamp - this.#firstAt > MAXIMUM_WAIT_MS;
    if (isUrgent || this.#text.length >= this.#bufferLength) this.#writeOut();
    else if (!this.#scheduled) this.#schedule();
  }

  async flush(): Promise<DeliveryReport> {
    this.#writeOut();
    return this.#ledger.report();
  }

  async close(): Promise<DeliveryReport> {
    this.#writeOut();
    if (this.#atExit) process.removeListener("exit", this.#flushNow);
    this.#atExit = false;
    return this.#ledger.report();
  }

  #schedule(): void {
    if (isExiting()) {
      this.#writeOut();
      return;
    }
    this.#scheduled = true;
    process.nextTick(this.#flushNow);
    if (this.#atExit) return;
    this.#atExit = true;
    process.on("exit", this.#flushNow);
  }

  #writeOut(): void {
    this.#scheduled = false;
    if (this.#lines === 0) return;
    const text = this.#text;
    const lines = this.#lines;
    this.#text = "";
    this.#lines = 0;
    try {
      if (this.#stream === undefined) writeFully(this.#descriptor, text);
      else this.#stream.write(text);
      this.#ledger.deliver(lines);
    } catch (cause) {
      const code = (cause as { code?: string }).code ?? "write-failed";
      this.#ledger.drop(code, lines);
      reportInternal({
        code: "stdout-write-failed",
        message: `${lines} records could not be written`,
        cause,
      });
    }
  }

  #isForPeople(): boolean {
    // Lambda's own setting: with JSON nothing else may come out, also where a function is tried on a terminal.
    if (process.env["AWS_LAMBDA_LOG_FORMAT"]?.toUpperCase() === "JSON") return false;
    if (this.#stream !== undefined) return (this.#stream as { isTTY?: boolean }).isTTY === true;
    try {
      // Only a character device can be a terminal; asking node:tty first would load the network modules.
      if (!fstatSync(this.#descriptor).isCharacterDevice()) return false;
      return process.getBuiltinModule("node:tty").isatty(this.#descriptor);
    } catch {
      return false;
    }
  }
}
