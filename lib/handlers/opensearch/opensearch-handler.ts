import type { Formatter, LogRecord } from "../../logger/record.ts";
import { indexPrefix } from "../../search/index-name.ts";
import { BULK_LIMITS } from "../../search/limits.ts";
import { NetworkHandler } from "../network-handler.ts";
import { RecordIds } from "../record-ids.ts";
import { shedRecord } from "../shed-summary.ts";
import { OpenSearchBackend } from "./opensearch-backend.ts";
import { checkOpenSearchOptions, type OpenSearchHandlerOptions } from "./opensearch-options.ts";
import { recordDocument } from "./record-document.ts";

/** Batches are twice those of CloudWatch Logs, and two are in flight: a queue that moves is not packed. */
const PACK_ABOVE_BYTES = 24 * 1024 * 1024;

/**
 * Delivers records to OpenSearch 2 or later, or Elasticsearch 8 or later: one index a service and day, by the record's own time.
 * Every record has its id from the beginning, so that a retry cannot double it.
 */
export class OpenSearchHandler extends NetworkHandler<Formatter | undefined> {
  readonly #ids = new RecordIds();
  readonly #index: string;
  readonly #lanes = new Map<string | undefined, string>();

  /** @throws {TypeError} that names the option, for one that is not as described */
  constructor(options: OpenSearchHandlerOptions) {
    const common = checkOpenSearchOptions(options);
    const { requestsInFlight = 2, requestTimeoutMs } = options;
    super(common, common.formatter, options, {
      name: "OpenSearchHandler",
      backend: makeBackend(options),
      limits: BULK_LIMITS,
      packAboveBytes: PACK_ABOVE_BYTES,
      oversize: "truncate",
      requestsInFlight,
      requestTimeoutMs,
    });
    this.#index = options.index ?? "logs-{service}";
  }

  write(record: LogRecord): void {
    const { timestamp: given, service, level } = record;
    const timestamp = given >= 0 && given <= 8.64e15 ? given : Date.now();
    let lane = this.#lanes.get(service);
    if (lane === undefined) {
      lane = indexPrefix(this.#index, service);
      this.#lanes.set(service, lane);
    }
    this.delivery.accept(lane, timestamp, level, this.#document(record, timestamp));
  }

  protected shedText(counts: ReadonlyMap<number, number>, timestamp: number): string {
    return this.#document(shedRecord(counts, timestamp), timestamp);
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
