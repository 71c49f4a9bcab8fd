import { Delivery } from "../../delivery/delivery.ts";
import type { DeliveryMetrics } from "../../delivery/delivery-options.ts";
import type { DeliveryReport } from "../../delivery/report.ts";
import { reportInternal } from "../../logger/internal-channel.ts";
import { jsonFormatter } from "../../logger/json-formatter.ts";
import { LEVELS, type Level } from "../../logger/levels.ts";
import type { Formatter, LogRecord } from "../../logger/record.ts";
import { CLOUD_LOGGING_ENTRY_MAX_BYTES, CLOUD_LOGGING_REQUEST_MAX_BYTES } from "../../semantics/limits.ts";
import type { FlushOptions, Handler } from "../handler.ts";
import { deliverAtExit } from "../process-exit.ts";
import { RecordIds } from "../record-ids.ts";
import { describeShed, shedRecord } from "../shed-summary.ts";
import { openSpool } from "../spool-option.ts";
import { writeToStderr } from "../stderr-lines.ts";
import { CloudLoggingBackend } from "./cloud-logging-backend.ts";
import {
  type CloudLoggingHandlerOptions,
  checkCloudLoggingOptions,
  withEndpoint,
} from "./cloud-logging-options.ts";
import { EntryForm } from "./entry-form.ts";
import { type EntryOptions, entryJson } from "./entry-json.ts";
import { type Parted, partSpecial } from "./special-members.ts";

/** Room for what all entries of a request share. */
const SHARED_BYTES = 65_536;
const LANE = "entries";
/** End of the year 9999, the last that Cloud Logging can write. */
const LATEST = 253_402_300_799_999;

/**
 * Delivers records to Google Cloud Logging. Every record has its `insertId` from the beginning, so that a retry cannot
 * double it. Google's library begins to load when the handler is made.
 */
export class CloudLoggingHandler implements Handler {
  readonly level: Level | undefined;
  readonly formatter: Formatter;
  readonly filter: ((record: LogRecord) => boolean) | undefined;
  readonly #delivery: Delivery;
  readonly #forgetExit: () => void;
  readonly #backend: CloudLoggingBackend;
  readonly #ids = new RecordIds();
  readonly #entryOptions: EntryOptions;
  readonly #form: EntryForm | undefined;

  /** @throws {TypeError} that names the option, for one that is not as described */
  constructor(given: CloudLoggingHandlerOptions = {}) {
    const { level, formatter, filter } = checkCloudLoggingOptions(given);
    const options = withEndpoint(given, process.env);
    this.level = level;
    this.filter = filter;
    this.formatter = formatter ?? jsonFormatter;
    this.#entryOptions = {
      projectId: options.projectId ?? process.env["GOOGLE_CLOUD_PROJECT"],
      errorReporting: options.errorReporting ?? true,
      isOwnFormat: this.formatter === jsonFormatter,
    };
    this.#form =
      (options.transport ?? "rest") === "rest"
        ? new EntryForm(this.#ids, this.#entryOptions.projectId)
        : undefined;
    this.#backend = new CloudLoggingBackend(options, this.#form);
    const {
      maximumQueueBytes,
      lingerMs,
      requestsInFlight = 2,
      maximumEntries = 1_000,
      requestTimeoutMs,
      backoffBaseMs,
    } = options;
    const spool = openSpool("CloudLoggingHandler", options.spool);
    this.#delivery = new Delivery({
      backend: this.#backend,
      limits: {
        maximumBytes: CLOUD_LOGGING_REQUEST_MAX_BYTES - SHARED_BYTES,
        maximumItems: maximumEntries,
        overheadBytes: 1,
        maximumItemBytes: CLOUD_LOGGING_ENTRY_MAX_BYTES,
        maximumSpanMs: Number.MAX_SAFE_INTEGER,
      },
      maximumQueueBytes,
      lingerMs,
      requestsInFlight,
      requestTimeoutMs,
      oversize: "truncate",
      backoff: backoffBaseMs === undefined ? {} : { baseMs: backoffBaseMs },
      describeShed: (counts, timestamp) =>
        this.#entry(partSpecial(shedRecord(counts, timestamp)), describeShed(counts, timestamp), timestamp),
      shedLevel: LEVELS.warn,
      onProblem: reportInternal,
      spool,
      lastResort: (items) => writeToStderr(items.map(({ text }) => text)),
    });
    this.#forgetExit = deliverAtExit(this.#delivery, options.signals);
    this.#backend.warmUp();
  }

  write(record: LogRecord): void {
    const timestamp = record.timestamp >= 0 && record.timestamp <= LATEST ? record.timestamp : Date.now();
    const form = this.#entryOptions.isOwnFormat ? this.#form : undefined;
    if (form && this.#delivery.acceptWritten(LANE, timestamp, record.level, record, form.writeRecord)) return;
    const parted = partSpecial(record);
    this.#delivery.accept(
      LANE,
      timestamp,
      record.level,
      this.#entry(parted, this.formatter(parted.record), timestamp),
    );
  }

  /** What was done so far, for a health check. */
  metrics(): DeliveryMetrics {
    return this.#delivery.metrics();
  }

  ready(options: FlushOptions = {}): Promise<boolean> {
    return this.#delivery.ready(options.deadline, options.signal);
  }

  flush(options: FlushOptions = {}): Promise<DeliveryReport> {
    return this.#delivery.flush(options.deadline, options.signal);
  }

  async close(options: FlushOptions = {}): Promise<DeliveryReport> {
    const report = await this.#delivery.close(options.deadline, options.signal);
    this.#backend.close();
    this.#forgetExit();
    return report;
  }

  #entry(record: Parted, line: string, timestamp: number): string {
    return entryJson(record, line, timestamp, this.#ids.next(), this.#entryOptions);
  }
}
