import type { DeliveryReport } from "../delivery/report.ts";
import { reportInternal } from "../logger/internal-channel.ts";
import { jsonFormatter } from "../logger/json-formatter.ts";
import { LEVELS, type Level } from "../logger/levels.ts";
import { prettyFormatter } from "../logger/pretty-formatter.ts";
import type { Formatter, LogRecord } from "../logger/record.ts";
import { isTerminal, writeFully } from "./descriptor.ts";
import { isExiting } from "./exiting.ts";
import type { Handler } from "./handler.ts";

/** How {@link StandardOutput} writes, already checked. */
export interface StandardOutputSettings {
  readonly level?: Level | undefined;
  readonly filter?: ((record: LogRecord) => boolean) | undefined;
  /** @default JSON, on a terminal for people */
  readonly formatter?: Formatter | undefined;
  readonly stream?: "stdout" | "stderr" | number | { write(text: string): unknown } | undefined;
  readonly bufferLength?: number | undefined;
}

const DEFAULT_BUFFER_LENGTH = 16_384;
/** Longest time in ms that a line waits while the event loop is kept busy by one long task. */
const MAXIMUM_WAIT_MS = 50;

/**
 * What {@link StdoutHandler} does, for settings that need no check: where nothing is configured, loggers write to it and their
 * program does not carry the checks.
 */
export class StandardOutput implements Handler {
  readonly level: Level | undefined;
  readonly filter: ((record: LogRecord) => boolean) | undefined;
  readonly #descriptor: number;
  readonly #stream: { write(text: string): unknown } | undefined;
  #accepted = 0;
  #delivered = 0;
  readonly #dropped: Record<string, number> = {};
  readonly #flushNow = (): void => this.#writeOut();
  #formatter: Formatter | undefined;
  #bufferLength: number | undefined;
  #text = "";
  #lines = 0;
  #firstAt = 0;
  #scheduled = false;
  #atExit = false;

  constructor({ level, filter, formatter, stream = "stdout", bufferLength }: StandardOutputSettings = {}) {
    this.level = level;
    this.filter = filter;
    this.#formatter = formatter;
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
    this.#accepted += 1;
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
    return this.#report();
  }

  async close(): Promise<DeliveryReport> {
    this.#writeOut();
    if (this.#atExit) process.removeListener("exit", this.#flushNow);
    this.#atExit = false;
    return this.#report();
  }

  #report(): DeliveryReport {
    return {
      accepted: this.#accepted,
      delivered: this.#delivered,
      rejected: {},
      dropped: { ...this.#dropped },
      spooled: 0,
      pending: this.#lines,
    };
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
      this.#delivered += lines;
    } catch (cause) {
      const code = (cause as { code?: string }).code ?? "write-failed";
      this.#dropped[code] = (this.#dropped[code] ?? 0) + lines;
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
    return isTerminal(this.#descriptor);
  }
}
