import { Ledger } from "../delivery/ledger.ts";
import type { DeliveryReport } from "../delivery/report.ts";
import { jsonFormatter } from "../logger/json-formatter.ts";
import type { Level } from "../logger/levels.ts";
import type { Formatter, LogRecord } from "../logger/record.ts";
import { type Members, whole } from "../options/shape.ts";
import type { Handler } from "./handler.ts";
import { type HandlerOptions, readHandlerOptions } from "./handler-options.ts";

/** Options of {@link MemoryHandler}. */
export interface MemoryHandlerOptions extends HandlerOptions {
  /** Records that are kept; the oldest make room. @default 10000 */
  readonly limit?: number;
}

/** The options of `MemoryHandler`, as they are checked and documented. */
export const MEMORY_OPTIONS = {
  limit: whole(1, { description: "Records that are kept; the oldest make room.", default: "10000" }),
} as const satisfies Record<Exclude<keyof MemoryHandlerOptions, keyof HandlerOptions>, Members[string]>;

/** Keeps records in memory, for tests and for showing the last ones. */
export class MemoryHandler implements Handler {
  readonly level: Level | undefined;
  readonly formatter: Formatter;
  readonly filter: ((record: LogRecord) => boolean) | undefined;
  readonly #limit: number;
  readonly #ledger = new Ledger();
  #records: LogRecord[] = [];
  #lines: string[] = [];

  /** @throws {TypeError} that names the option, for one that is not as described */
  constructor(options: MemoryHandlerOptions = {}) {
    const common = readHandlerOptions("MemoryHandler", options, MEMORY_OPTIONS);
    const { limit = 10_000 } = options;
    this.level = common.level;
    this.formatter = common.formatter ?? jsonFormatter;
    this.filter = common.filter;
    this.#limit = limit;
  }

  /** Records kept, oldest first; the fields are as they were at the call. */
  get records(): readonly LogRecord[] {
    return this.#records;
  }

  /** The same records as the formatter wrote them. */
  get lines(): readonly string[] {
    return this.#lines;
  }

  /** The same records, parsed from the lines; only for formatters that write JSON. */
  get entries(): Record<string, unknown>[] {
    return this.#lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  }

  /** Forgets what was kept. */
  clear(): void {
    this.#records = [];
    this.#lines = [];
  }

  write(record: LogRecord): void {
    const line = this.formatter(record);
    this.#ledger.accept();
    this.#ledger.deliver(1);
    this.#lines.push(line);
    this.#records.push(record.fields === undefined ? record : { ...record, fields: { ...record.fields } });
    if (this.#lines.length > this.#limit) {
      this.#lines.shift();
      this.#records.shift();
    }
  }

  async flush(): Promise<DeliveryReport> {
    return this.#ledger.report();
  }

  async close(): Promise<DeliveryReport> {
    return this.#ledger.report();
  }
}
