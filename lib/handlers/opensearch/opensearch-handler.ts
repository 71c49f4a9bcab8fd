import { Delivery } from "../../delivery/delivery.ts";
import type { DeliveryMetrics } from "../../delivery/delivery-options.ts";
import type { DeliveryReport } from "../../delivery/report.ts";
import { reportInternal } from "../../logger/internal-channel.ts";
import { LEVELS, type Level } from "../../logger/levels.ts";
import type { Formatter, LogRecord } from "../../logger/record.ts";
import { indexPrefix } from "../../search/index-name.ts";
import { BULK_LIMITS } from "../../search/limits.ts";
import type { FlushOptions, Handler } from "../handler.ts";
import { deliverAtExit } from "../process-exit.ts";
import { RecordIds } from "../record-ids.ts";
import { shedRecord } from "../shed-summary.ts";
import { openSpool } from "../spool-option.ts";
import { writeToStderr } from "../stderr-lines.ts";
import { OpenSearchBackend } from "./opensearch-backend.ts";
import { checkOpenSearchOptions, type OpenSearchHandlerOptions } from "./opensearch-options.ts";
import { recordDocument } from "./record-document.ts";

/** Batches are twice those of CloudWatch Logs, and two are in flight: a queue that moves is not packed. */
const PACK_ABOVE_BYTES = 24 * 1024 * 1024;

/**
 * Delivers records to OpenSearch 2 or later, or Elasticsearch 8 or later: one index a service and day, by the record's own time.
 * Every record has its id from the beginning, so that a retry cannot double it.
 */
export class OpenSearchHandler implements Handler {
  readonly level: Level | undefined;
  readonly formatter: Formatter | undefined;
  readonly filter: ((record: LogRecord) => boolean) | undefined;
  readonly #delivery: Delivery;
  readonly #forgetExit: () => void;
  readonly #backend: OpenSearchBackend;
  readonly #ids = new RecordIds();
  readonly #index: string;
  readonly #lanes = new Map<string | undefined, string>();

  /** @throws {TypeError} that names the option, for one that is not as described */
  constructor(options: OpenSearchHandlerOptions) {
    const { level, formatter, filter } = checkOpenSearchOptions(options);
    this.level = level;
    this.filter = filter;
    this.formatter = formatter;
    this.#index = options.index ?? "logs-{service}";
    this.#backend = makeBackend(options);
    const { maximumQueueBytes, lingerMs, requestsInFlight = 2, requestTimeoutMs, backoffBaseMs } = options;
    const spool = openSpool("OpenSearchHandler", options.spool);
    this.#delivery = new Delivery({
      backend: this.#backend,
      limits: BULK_LIMITS,
      maximumQueueBytes,
      packAboveBytes: PACK_ABOVE_BYTES,
      lingerMs,
      requestsInFlight,
      requestTimeoutMs,
      oversize: "truncate",
      backoff: backoffBaseMs === undefined ? {} : { baseMs: backoffBaseMs },
      describeShed: (counts, timestamp) => this.#document(shedRecord(counts, timestamp), timestamp),
      shedLevel: LEVELS.warn,
      onProblem: reportInternal,
      spool,
      lastResort: (items) => writeToStderr(items.map(({ text }) => text)),
    });
    this.#forgetExit = deliverAtExit(this.#delivery, options.signals);
  }

  write(record: LogRecord): void {
    const { timestamp: given, service, level } = record;
    const timestamp = given >= 0 && given <= 8.64e15 ? given : Date.now();
    let lane = this.#lanes.get(service);
    if (lane === undefined) {
      lane = indexPrefix(this.#index, service);
      this.#lanes.set(service, lane);
    }
    this.#delivery.accept(lane, timestamp, level, this.#document(record, timestamp));
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

  #document(record: LogRecord, timestamp: number): string {
    const { formatter } = this;
    const body = formatter === undefined ? record.message : formatter(record);
    return recordDocument(record, this.#ids.next(), timestamp, body);
  }
}

function makeBackend(options: OpenSearchHandlerOptions): OpenSearchBackend {
  try {
    return new OpenSearchBackend(options);
  } catch (cause) {
    if (cause instanceof TypeError) throw cause;
    throw new TypeError(`OpenSearchHandler: ${(cause as Error).message}`, { cause });
  }
}
