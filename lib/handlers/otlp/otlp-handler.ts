import { Delivery } from "../../delivery/delivery.ts";
import type { DeliveryMetrics } from "../../delivery/delivery-options.ts";
import type { DeliveryReport } from "../../delivery/report.ts";
import { reportInternal } from "../../logger/internal-channel.ts";
import { LEVELS, type Level } from "../../logger/levels.ts";
import type { Formatter, LogRecord } from "../../logger/record.ts";
import type { ResourceAttributes } from "../../resource/attributes.ts";
import { detectResource } from "../../resource/detect-resource.ts";
import type { FlushOptions, Handler } from "../handler.ts";
import { deliverAtExit } from "../process-exit.ts";
import { RecordIds } from "../record-ids.ts";
import { shedRecord } from "../shed-summary.ts";
import { openSpool } from "../spool-option.ts";
import { writeToStderr } from "../stderr-lines.ts";
import { readable } from "./convert-text.ts";
import { JSON_FORM } from "./json-form.ts";
import { OtlpBackend } from "./otlp-backend.ts";
import { checkOtlpOptions, type OtlpHandlerOptions } from "./otlp-options.ts";
import { otlpSettings } from "./otlp-settings.ts";
import { PROTO_FORM } from "./proto-form.ts";
import { RecordWriter } from "./record-writer.ts";

/** The last moment whose nanoseconds 64 bits can hold. */
const LATEST = 18_446_744_073_709;
/** Requests are larger than those of CloudWatch Logs: a queue that moves is not packed. */
const PACK_ABOVE_BYTES = 24 * 1024 * 1024;

/**
 * Delivers records over OTLP/HTTP, as JSON or protocol buffers: to a collector, to CloudWatch's and Google's OTLP endpoints, or to
 * whatever else takes OpenTelemetry's logs. What the options leave out comes from the variables `OTEL_EXPORTER_OTLP_…`.
 */
export class OtlpHandler implements Handler {
  readonly level: Level | undefined;
  readonly formatter: Formatter | undefined;
  readonly filter: ((record: LogRecord) => boolean) | undefined;
  readonly #delivery: Delivery;
  readonly #forgetExit: () => void;
  readonly #backend: OtlpBackend;
  readonly #ids: RecordIds | undefined;
  readonly #writer: RecordWriter;
  readonly #fixedService: string | undefined;

  /** @throws {TypeError} that names the option or variable, for one that is not as described */
  constructor(options: OtlpHandlerOptions = {}) {
    const { level, formatter, filter } = checkOtlpOptions(options);
    this.level = level;
    this.filter = filter;
    this.formatter = formatter;
    const settings = otlpSettings(options, process.env);
    const { limits, requestTimeoutMs } = settings;
    const { resource, maximumQueueBytes, lingerMs, requestsInFlight = 4, backoffBaseMs } = options;
    const service = resource?.["service.name"];
    this.#fixedService = service === undefined ? undefined : String(service);
    this.#ids = options.recordIds ? new RecordIds() : undefined;
    const form = settings.protocol === "http/json" ? JSON_FORM : PROTO_FORM;
    this.#writer = new RecordWriter(form, limits.maximumItemBytes - limits.overheadBytes);
    this.#backend = new OtlpBackend(settings, form, () => attributesOf(options));
    const spool = openSpool("OtlpHandler", options.spool);
    this.#delivery = new Delivery({
      backend: this.#backend,
      limits,
      maximumQueueBytes,
      packAboveBytes: PACK_ABOVE_BYTES,
      lingerMs,
      requestsInFlight,
      requestTimeoutMs,
      oversize: "truncate",
      backoff: backoffBaseMs === undefined ? {} : { baseMs: backoffBaseMs },
      describeShed: (counts, timestamp) => this.#text(shedRecord(counts, timestamp), timestamp),
      shedLevel: LEVELS.warn,
      onProblem: reportInternal,
      spool,
      lastResort: (items) => writeToStderr(items.map(({ text }) => readable(text))),
    });
    this.#forgetExit = deliverAtExit(this.#delivery, options.signals);
  }

  write(record: LogRecord): void {
    const { timestamp: given, service, level } = record;
    const timestamp = given >= 0 && given <= LATEST ? Math.floor(given) : Date.now();
    this.#delivery.accept(
      this.#fixedService ?? service ?? "",
      timestamp,
      level,
      this.#text(record, timestamp),
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

  #text(record: LogRecord, timestamp: number): string {
    const { formatter } = this;
    const body = formatter === undefined ? record.message : formatter(record);
    return this.#writer.write(record, body, timestamp, this.#ids?.next());
  }
}

async function attributesOf({
  resource,
  detectResource: how,
}: OtlpHandlerOptions): Promise<ResourceAttributes> {
  const detected = how === "off" ? {} : await detectResource({ network: how === "network" });
  return { ...detected, ...resource };
}
