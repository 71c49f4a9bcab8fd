import type { DeliveryReport } from "../delivery/report.ts";
import type { Handler } from "../handlers/handler.ts";
import { reportInternal } from "../logger/internal-channel.ts";
import { parseLevel } from "../logger/levels.ts";
import { exportedRecord } from "./exported-record.ts";
import type { ExportResult, ReadableLogRecord } from "./sdk-types.ts";

/** Thrown by a flush that leaves records behind; the account tells what became of each. */
export class RecordsNotDeliveredError extends Error {
  override readonly name = "RecordsNotDeliveredError";
  readonly report: DeliveryReport;

  constructor(report: DeliveryReport) {
    super(`${report.pending} records are not delivered yet`);
    this.report = report;
  }
}

/** Longest time in ms that a flush may take, as the SDK's own. */
const FLUSH_MS = 30_000;
const SUCCESS = 0;
const FAILED = 1;

/**
 * An exporter for OpenTelemetry's SDK of logs (`@opentelemetry/sdk-logs` 2.x and 3.x) that gives the records to a handler: they get its
 * batches, retries, spool and account. An export is a success once the handler has the records; what becomes of them stands in its account.
 *
 * ```ts
 * new LoggerProvider({ processors: [new SimpleLogRecordProcessor({ exporter: new HandlerLogRecordExporter(handler) })] });
 * ```
 */
export class HandlerLogRecordExporter {
  readonly #handler: Handler;
  readonly #level: number;
  #isShutDown = false;

  /** @throws {InvalidLevelError} when the handler's level is none */
  constructor(handler: Handler) {
    this.#handler = handler;
    this.#level = handler.level === undefined ? 0 : parseLevel(handler.level);
  }

  export(records: readonly ReadableLogRecord[], resultCallback: (result: ExportResult) => void): void {
    if (this.#isShutDown) {
      resultCallback({ code: FAILED, error: new Error("the exporter is shut down") });
      return;
    }
    try {
      for (const record of records) this.#take(record);
      resultCallback({ code: SUCCESS });
    } catch (cause) {
      const error = cause instanceof Error ? cause : new Error(String(cause));
      reportInternal({ code: "handler-write-failed", message: "a handler failed to take a record", cause });
      resultCallback({ code: FAILED, error });
    }
  }

  /** @throws {RecordsNotDeliveredError} when records are left after 30 seconds, or when nothing gets through until a person acts */
  async forceFlush(): Promise<void> {
    const report = await this.#handler.flush({ deadline: Date.now() + FLUSH_MS });
    if (report.pending > 0) throw new RecordsNotDeliveredError(report);
  }

  /** Closes the handler. */
  async shutdown(): Promise<void> {
    if (this.#isShutDown) return;
    this.#isShutDown = true;
    await this.#handler.close({ deadline: Date.now() + FLUSH_MS });
  }

  #take(exported: ReadableLogRecord): void {
    const record = exportedRecord(exported);
    if (record.level < this.#level || this.#handler.filter?.(record) === false) return;
    this.#handler.write(record);
  }
}
