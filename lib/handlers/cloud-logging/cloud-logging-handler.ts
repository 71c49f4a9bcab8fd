import { jsonFormatter } from "../../logger/json-formatter.ts";
import type { Formatter, LogRecord } from "../../logger/record.ts";
import { CLOUD_LOGGING_ENTRY_MAX_BYTES, CLOUD_LOGGING_REQUEST_MAX_BYTES } from "../../semantics/limits.ts";
import { NetworkHandler } from "../network-handler.ts";
import { RecordIds } from "../record-ids.ts";
import { describeShed, shedRecord } from "../shed-summary.ts";
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
export class CloudLoggingHandler extends NetworkHandler<Formatter> {
  readonly #ids: RecordIds;
  readonly #entryOptions: EntryOptions;
  readonly #form: EntryForm | undefined;

  /** @throws {TypeError} that names the option, for one that is not as described */
  constructor(given: CloudLoggingHandlerOptions = {}) {
    const common = checkCloudLoggingOptions(given);
    const options = withEndpoint(given, process.env);
    const ids = new RecordIds();
    const projectId = options.projectId ?? process.env["GOOGLE_CLOUD_PROJECT"];
    const form = (options.transport ?? "rest") === "rest" ? new EntryForm(ids, projectId) : undefined;
    const backend = new CloudLoggingBackend(options, form);
    const { requestsInFlight = 2, maximumEntries = 1_000, requestTimeoutMs } = options;
    super(common, common.formatter ?? jsonFormatter, options, {
      name: "CloudLoggingHandler",
      backend,
      limits: {
        maximumBytes: CLOUD_LOGGING_REQUEST_MAX_BYTES - SHARED_BYTES,
        maximumItems: maximumEntries,
        overheadBytes: 1,
        maximumItemBytes: CLOUD_LOGGING_ENTRY_MAX_BYTES,
        maximumSpanMs: Number.MAX_SAFE_INTEGER,
      },
      oversize: "truncate",
      requestsInFlight,
      requestTimeoutMs,
    });
    this.#ids = ids;
    this.#form = form;
    this.#entryOptions = {
      projectId,
      errorReporting: options.errorReporting ?? true,
      isOwnFormat: this.formatter === jsonFormatter,
    };
    backend.warmUp();
  }

  write(record: LogRecord): void {
    const timestamp = record.timestamp >= 0 && record.timestamp <= LATEST ? record.timestamp : Date.now();
    const form = this.#entryOptions.isOwnFormat ? this.#form : undefined;
    if (form && this.delivery.acceptWritten(LANE, timestamp, record.level, record, form.writeRecord)) return;
    const parted = partSpecial(record);
    this.delivery.accept(
      LANE,
      timestamp,
      record.level,
      this.#entry(parted, this.formatter(parted.record), timestamp),
    );
  }

  protected shedText(counts: ReadonlyMap<number, number>, timestamp: number): string {
    return this.#entry(
      partSpecial(shedRecord(counts, timestamp)),
      describeShed(counts, timestamp),
      timestamp,
    );
  }

  #entry(record: Parted, line: string, timestamp: number): string {
    return entryJson(record, line, timestamp, this.#ids.next(), this.#entryOptions);
  }
}
