import { Delivery } from "../../delivery/delivery.ts";
import type { DeliveryMetrics } from "../../delivery/delivery-options.ts";
import type { DeliveryReport } from "../../delivery/report.ts";
import { reportInternal } from "../../logger/internal-channel.ts";
import { jsonFormatter } from "../../logger/json-formatter.ts";
import { LEVELS, type Level } from "../../logger/levels.ts";
import type { Formatter, LogRecord } from "../../logger/record.ts";
import { PUT_LOG_EVENTS_LIMITS } from "../../semantics/log-events/batch-limits.ts";
import type { FlushOptions, Handler } from "../handler.ts";
import { deliverAtExit } from "../process-exit.ts";
import { describeShed } from "../shed-summary.ts";
import { openSpool } from "../spool-option.ts";
import { writeToStderr } from "../stderr-lines.ts";
import { CloudWatchBackend } from "./cloudwatch-backend.ts";
import { type CloudWatchHandlerOptions, checkCloudWatchOptions } from "./cloudwatch-options.ts";
import { streamNamer } from "./stream-name.ts";

/** Delivers records to a log group of CloudWatch Logs. The SDK begins to load when the handler is made. */
export class CloudWatchHandler implements Handler {
  readonly level: Level | undefined;
  readonly formatter: Formatter;
  readonly filter: ((record: LogRecord) => boolean) | undefined;
  readonly #delivery: Delivery;
  readonly #forgetExit: () => void;
  readonly #backend: CloudWatchBackend;
  /** Whether records are written into their request without being a line first. */
  readonly #writesRecords: boolean;
  readonly #streamName: (timestamp: number, logger: string) => string;

  /** @throws {TypeError} that names the option, for one that is not as described */
  constructor(options: CloudWatchHandlerOptions) {
    const { level, formatter, filter } = checkCloudWatchOptions(options);
    this.level = level;
    this.filter = filter;
    this.formatter = formatter ?? jsonFormatter;
    this.#writesRecords = this.formatter === jsonFormatter;
    this.#streamName = streamNamer(options.logStreamName ?? "{host}/{pid}/{date}");
    this.#backend = new CloudWatchBackend(options);
    const { maximumQueueBytes, lingerMs, requestsInFlight, requestTimeoutMs, oversize, backoffBaseMs } =
      options;
    const spool = openSpool("CloudWatchHandler", options.spool);
    this.#delivery = new Delivery({
      backend: this.#backend,
      limits: PUT_LOG_EVENTS_LIMITS,
      maximumQueueBytes,
      lingerMs,
      requestsInFlight,
      requestTimeoutMs,
      oversize,
      backoff: backoffBaseMs === undefined ? {} : { baseMs: backoffBaseMs },
      describeShed,
      shedLevel: LEVELS.warn,
      onProblem: reportInternal,
      spool,
      lastResort: (items) => writeToStderr(items.map(({ text }) => text)),
    });
    this.#forgetExit = deliverAtExit(this.#delivery, options.signals);
    this.#backend.warmUp();
  }

  write(record: LogRecord): void {
    const timestamp = record.timestamp >= 0 && record.timestamp <= 8.64e15 ? record.timestamp : Date.now();
    const stream = this.#streamName(timestamp, record.logger);
    const { level } = record;
    if (
      this.#writesRecords &&
      this.#delivery.acceptWritten(stream, timestamp, level, record, this.#backend.form.writeRecord)
    )
      return;
    this.#delivery.accept(stream, timestamp, level, this.formatter(record));
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
    await this.#backend.close(options.deadline);
    this.#forgetExit();
    return report;
  }
}
