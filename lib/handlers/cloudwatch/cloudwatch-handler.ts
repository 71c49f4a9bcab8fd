import { jsonFormatter } from "../../logger/json-formatter.ts";
import type { Formatter, LogRecord } from "../../logger/record.ts";
import { PUT_LOG_EVENTS_LIMITS } from "../../semantics/log-events/batch-limits.ts";
import { NetworkHandler } from "../network-handler.ts";
import { describeShed } from "../shed-summary.ts";
import { CloudWatchBackend } from "./cloudwatch-backend.ts";
import { type CloudWatchHandlerOptions, checkCloudWatchOptions } from "./cloudwatch-options.ts";
import { streamNamer } from "./stream-name.ts";

/** Delivers records to a log group of CloudWatch Logs. The SDK begins to load when the handler is made. */
export class CloudWatchHandler extends NetworkHandler<Formatter> {
  readonly #backend: CloudWatchBackend;
  /** Whether records are written into their request without being a line first. */
  readonly #writesRecords: boolean;
  readonly #streamName: (timestamp: number, logger: string) => string;

  /** @throws {TypeError} that names the option, for one that is not as described */
  constructor(options: CloudWatchHandlerOptions) {
    const common = checkCloudWatchOptions(options);
    const streamName = streamNamer(options.logStreamName ?? "{host}/{pid}/{date}");
    const backend = new CloudWatchBackend(options);
    const { oversize, requestsInFlight, requestTimeoutMs } = options;
    super(common, common.formatter ?? jsonFormatter, options, {
      name: "CloudWatchHandler",
      backend,
      limits: PUT_LOG_EVENTS_LIMITS,
      oversize,
      requestsInFlight,
      requestTimeoutMs,
    });
    this.#writesRecords = this.formatter === jsonFormatter;
    this.#streamName = streamName;
    this.#backend = backend;
    backend.warmUp();
  }

  write(record: LogRecord): void {
    const timestamp = record.timestamp >= 0 && record.timestamp <= 8.64e15 ? record.timestamp : Date.now();
    const stream = this.#streamName(timestamp, record.logger);
    const { level } = record;
    if (
      this.#writesRecords &&
      this.delivery.acceptWritten(stream, timestamp, level, record, this.#backend.form.writeRecord)
    )
      return;
    this.delivery.accept(stream, timestamp, level, this.formatter(record));
  }

  protected shedText(counts: ReadonlyMap<number, number>, timestamp: number): string {
    return describeShed(counts, timestamp);
  }
}
