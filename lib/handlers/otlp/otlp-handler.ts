import type { Formatter, LogRecord } from "../../logger/record.ts";
import type { ResourceAttributes } from "../../resource/attributes.ts";
import { detectResource } from "../../resource/detect-resource.ts";
import { NetworkHandler } from "../network-handler.ts";
import { RecordIds } from "../record-ids.ts";
import { shedRecord } from "../shed-summary.ts";
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
export class OtlpHandler extends NetworkHandler<Formatter | undefined> {
  readonly #ids: RecordIds | undefined;
  readonly #writer: RecordWriter;
  readonly #fixedService: string | undefined;

  /** @throws {TypeError} that names the option or variable, for one that is not as described */
  constructor(options: OtlpHandlerOptions = {}) {
    const common = checkOtlpOptions(options);
    const settings = otlpSettings(options, process.env);
    const { limits, requestTimeoutMs } = settings;
    const { resource, requestsInFlight = 4 } = options;
    const form = settings.protocol === "http/json" ? JSON_FORM : PROTO_FORM;
    super(common, common.formatter, options, {
      name: "OtlpHandler",
      backend: new OtlpBackend(settings, form, () => attributesOf(options)),
      limits,
      packAboveBytes: PACK_ABOVE_BYTES,
      oversize: "truncate",
      requestsInFlight,
      requestTimeoutMs,
      readable,
    });
    const service = resource?.["service.name"];
    this.#fixedService = service === undefined ? undefined : String(service);
    this.#ids = options.recordIds ? new RecordIds() : undefined;
    this.#writer = new RecordWriter(form, limits.maximumItemBytes - limits.overheadBytes);
  }

  write(record: LogRecord): void {
    const { timestamp: given, service, level } = record;
    const timestamp = given >= 0 && given <= LATEST ? Math.floor(given) : Date.now();
    this.delivery.accept(
      this.#fixedService ?? service ?? "",
      timestamp,
      level,
      this.#text(record, timestamp),
    );
  }

  protected shedText(counts: ReadonlyMap<number, number>, timestamp: number): string {
    return this.#text(shedRecord(counts, timestamp), timestamp);
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
