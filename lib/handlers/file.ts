import { appendFileSync, mkdirSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { Ledger } from "../delivery/ledger.ts";
import type { DeliveryReport } from "../delivery/report.ts";
import { reportInternal } from "../logger/internal-channel.ts";
import { jsonFormatter } from "../logger/json-formatter.ts";
import type { Level } from "../logger/levels.ts";
import type { Formatter, LogRecord } from "../logger/record.ts";
import { type Members, text, whole } from "../options/shape.ts";
import { SIGNALS } from "./delivery-options.ts";
import { isExiting } from "./exiting.ts";
import { type FileRotation, ROTATION_OPTIONS, rotationOf } from "./file-rotation.ts";
import { LogFile } from "./file-stream.ts";
import type { FlushOptions, Handler } from "./handler.ts";
import { type HandlerOptions, readHandlerOptions } from "./handler-options.ts";
import { deliverAtExit } from "./process-exit.ts";

/** Options of {@link FileHandler}. */
export interface FileHandlerOptions extends HandlerOptions, FileRotation {
  /** Path of the file; missing folders are made. */
  readonly path: string;
  /** Bytes of lines that may wait while the disk is slow; more is dropped and accounted. @default 16777216 */
  readonly queueBytes?: number;
  /** Writes what waits when the process gets SIGTERM, SIGINT or SIGHUP, before it ends. @default true */
  readonly signals?: boolean;
}

const DEFAULT_QUEUE_BYTES = 16 * 1024 * 1024;
const RETRY_MS = 1000;

/** The options of `FileHandler`, as they are checked and documented. */
export const FILE_OPTIONS = {
  path: text({
    required: true,
    allowed: "the path of a file",
    description: "Path of the file; missing folders are made.",
  }),
  queueBytes: whole(1, {
    description: "Bytes of lines that may wait while the disk is slow; more is dropped and accounted.",
    default: "16777216",
  }),
  signals: SIGNALS,
  ...ROTATION_OPTIONS,
} as const satisfies Record<Exclude<keyof FileHandlerOptions, keyof HandlerOptions>, Members[string]>;

/**
 * Appends one line a record to a file. It rotates by size and by time, and opens the file anew when another program
 * (logrotate, a person) has moved it away. Lines that were not written when the process exits are written then; one that
 * was on its way to the disk at that moment may be there twice.
 */
export class FileHandler implements Handler {
  readonly level: Level | undefined;
  readonly formatter: Formatter;
  readonly filter: ((record: LogRecord) => boolean) | undefined;
  readonly #file: LogFile;
  readonly #path: string;
  readonly #queueBytes: number;
  readonly #ledger = new Ledger();
  readonly #heedsSignals: boolean;
  #lines: string[] = [];
  #bytes = 0;
  #work: Promise<void> | undefined;
  #failedAt = Number.NEGATIVE_INFINITY;
  #forgetExit: (() => void) | undefined;
  #closed = false;

  /** @throws {TypeError} that names the option, for one that is not as described */
  constructor(options: FileHandlerOptions) {
    const common = readHandlerOptions("FileHandler", options, FILE_OPTIONS);
    const { path, queueBytes = DEFAULT_QUEUE_BYTES, signals = true } = options;
    this.level = common.level;
    this.formatter = common.formatter ?? jsonFormatter;
    this.filter = common.filter;
    this.#path = resolve(path);
    this.#queueBytes = queueBytes;
    this.#heedsSignals = signals;
    this.#file = new LogFile(this.#path, rotationOf(options));
  }

  write(record: LogRecord): void {
    const line = this.formatter(record) + "\n";
    const bytes = Buffer.byteLength(line);
    this.#ledger.accept();
    if (this.#closed || this.#bytes + bytes > this.#queueBytes) {
      this.#ledger.drop(this.#closed ? "closed" : "queue-full", 1);
      return;
    }
    this.#lines.push(line);
    this.#bytes += bytes;
    if (isExiting()) {
      this.#writeRest();
      return;
    }
    this.#forgetExit ??= deliverAtExit(
      {
        report: () => this.#ledger.report(),
        flush: (deadline) => this.flush({ deadline }),
        surrender: () => this.#writeRest(),
      },
      this.#heedsSignals,
    );
    if (this.#work === undefined && performance.now() - this.#failedAt >= RETRY_MS) void this.#drain();
  }

  async ready(options: FlushOptions = {}): Promise<boolean> {
    const hasRoom = () => this.#bytes <= this.#queueBytes / 2;
    if (!hasRoom()) await within(this.#drain(), options);
    return hasRoom();
  }

  async flush(options: FlushOptions = {}): Promise<DeliveryReport> {
    await within(this.#drain(), options);
    return this.#ledger.report();
  }

  async close(options: FlushOptions = {}): Promise<DeliveryReport> {
    this.#closed = true;
    await within(this.#drain(), options);
    if (this.#work === undefined) await within(this.#file.close(), options);
    if (this.#lines.length === 0) this.#forgetExit?.();
    return this.#ledger.report();
  }

  #drain(): Promise<void> {
    this.#work ??= this.#writeAll().finally(() => {
      this.#work = undefined;
    });
    return this.#work;
  }

  async #writeAll(): Promise<void> {
    // One turn, so that the lines of one tick go out together.
    await undefined;
    while (this.#lines.length > 0) {
      try {
        const written = await this.#file.append(this.#lines);
        const gone = this.#lines.splice(0, written);
        for (const line of gone) this.#bytes -= Buffer.byteLength(line);
        this.#ledger.deliver(gone.length);
      } catch (cause) {
        this.#failedAt = performance.now();
        reportInternal({
          code: "file-write-failed",
          message: `${this.#path} cannot be written; ${this.#lines.length} records wait`,
          cause,
        });
        return;
      }
    }
  }

  #writeRest(): void {
    if (this.#lines.length === 0) return;
    const lines = this.#lines;
    this.#lines = [];
    try {
      mkdirSync(dirname(this.#path), { recursive: true });
      appendFileSync(this.#path, lines.join(""));
      this.#ledger.deliver(lines.length);
    } catch (cause) {
      this.#ledger.drop("write-failed", lines.length);
      reportInternal({
        code: "file-write-failed",
        message: `${lines.length} records were lost at exit`,
        cause,
      });
    }
  }
}

/** Waits for work, no longer than the options say. */
async function within(work: Promise<void>, { deadline, signal }: FlushOptions): Promise<void> {
  if (deadline === undefined && signal === undefined) return work;
  const { promise: end, resolve: stop } = Promise.withResolvers<void>();
  const timer = deadline === undefined ? undefined : setTimeout(stop, Math.max(0, deadline - Date.now()));
  signal?.addEventListener("abort", () => stop(), { once: true });
  if (signal?.aborted) stop();
  try {
    await Promise.race([work, end]);
  } finally {
    clearTimeout(timer);
  }
}
