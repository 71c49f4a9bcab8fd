import type { Backend } from "../delivery/backend.ts";
import { Delivery } from "../delivery/delivery.ts";
import type { DeliveryMetrics, OversizePolicy } from "../delivery/delivery-options.ts";
import type { BatchLimits } from "../delivery/limits.ts";
import type { DeliveryReport } from "../delivery/report.ts";
import { reportInternal } from "../logger/internal-channel.ts";
import { LEVELS, type Level } from "../logger/levels.ts";
import type { Formatter, LogRecord } from "../logger/record.ts";
import type { NetworkHandlerOptions } from "./delivery-options.ts";
import type { FlushOptions, Handler } from "./handler.ts";
import type { HandlerOptions } from "./handler-options.ts";
import { deliverAtExit } from "./process-exit.ts";
import { openSpool } from "./spool-option.ts";
import { writeToStderr } from "./stderr-lines.ts";

/** Where a handler's records go. */
interface Destination {
  /** Name of the handler's class, for what is wrong with its options. */
  readonly name: string;
  readonly backend: Backend & { close(deadline: number | undefined): void | Promise<void> };
  readonly limits: BatchLimits;
  /** Memory in bytes from which on what waits is kept outside the garbage collector's heap. @default the engine's */
  readonly packAboveBytes?: number;
  /** What happens to a record that is larger than the service takes. */
  readonly oversize: OversizePolicy | undefined;
  readonly requestsInFlight: number | undefined;
  readonly requestTimeoutMs: number | undefined;
  /** A queued text as a person reads it. @default as it is */
  readonly readable?: (text: string) => string;
}

/** A handler that delivers over the network: its part of the delivery engine, from its making to its end. */
export abstract class NetworkHandler<Form extends Formatter | undefined> implements Handler {
  readonly level: Level | undefined;
  readonly formatter: Form;
  readonly filter: ((record: LogRecord) => boolean) | undefined;
  protected readonly delivery: Delivery;
  readonly #backend: Destination["backend"];
  readonly #forgetExit: () => void;

  /**
   * @param common what every handler takes, checked
   * @throws {TypeError} when the spool's directory cannot be made
   */
  constructor(
    { level, filter }: HandlerOptions,
    formatter: Form,
    options: NetworkHandlerOptions,
    destination: Destination,
  ) {
    const { name, backend, limits, packAboveBytes, oversize, requestsInFlight, requestTimeoutMs, readable } =
      destination;
    const { maximumQueueBytes, lingerMs, backoffBaseMs } = options;
    this.level = level;
    this.filter = filter;
    this.formatter = formatter;
    this.#backend = backend;
    this.delivery = new Delivery({
      backend,
      limits,
      maximumQueueBytes,
      packAboveBytes,
      lingerMs,
      requestsInFlight,
      requestTimeoutMs,
      oversize,
      backoff: backoffBaseMs === undefined ? {} : { baseMs: backoffBaseMs },
      describeShed: (counts, timestamp) => this.shedText(counts, timestamp),
      shedLevel: LEVELS.warn,
      onProblem: reportInternal,
      spool: openSpool(name, options.spool),
      lastResort: (items) => writeToStderr(items.map(({ text }) => readable?.(text) ?? text)),
    });
    this.#forgetExit = deliverAtExit(this.delivery, options.signals);
  }

  abstract write(record: LogRecord): void;

  /** Text of the one record that tells what was shed, from counts by level number. */
  protected abstract shedText(counts: ReadonlyMap<number, number>, timestamp: number): string;

  /** What was done so far, for a health check. */
  metrics(): DeliveryMetrics {
    return this.delivery.metrics();
  }

  ready(options: FlushOptions = {}): Promise<boolean> {
    return this.delivery.ready(options.deadline, options.signal);
  }

  flush(options: FlushOptions = {}): Promise<DeliveryReport> {
    return this.delivery.flush(options.deadline, options.signal);
  }

  async close(options: FlushOptions = {}): Promise<DeliveryReport> {
    const report = await this.delivery.close(options.deadline, options.signal);
    await this.#backend.close(options.deadline);
    this.#forgetExit();
    return report;
  }
}
