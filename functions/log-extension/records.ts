import type { LogRecord } from "cumulog";
import { functionRecord } from "./function-record.ts";
import { isOwnLine } from "./own-line.ts";
import { type PlatformChoice, platformRecord } from "./platform-record.ts";
import type { TelemetryEvent } from "./telemetry-listener.ts";

/** Which events become records, and of which service. */
export interface RecordOptions {
  readonly service: string | undefined;
  readonly platform: PlatformChoice;
  readonly extensions: boolean;
}

/** Makes records of telemetry, and knows whose invocation they belong to. */
export class TelemetryRecords {
  readonly #options: RecordOptions;
  /** Invocations that have begun and not ended; several where an environment serves several at once. */
  readonly #running = new Set<string>();
  #last: string | undefined;
  readonly #waiting = new Map<string, () => void>();
  readonly #ended = new Set<string>();

  constructor(options: RecordOptions) {
    this.#options = options;
  }

  of(events: readonly TelemetryEvent[]): LogRecord[] {
    return events.flatMap((event) => this.#record(event) ?? []);
  }

  /** Resolves when an event has told that the runtime is done with an invocation, or that it was reported. */
  told(what: "runtimeDone" | "report", requestId: string): Promise<void> {
    const key = `platform.${what} ${requestId}`;
    if (this.#ended.has(key)) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.set(key, resolve));
  }

  #record(event: TelemetryEvent): LogRecord | undefined {
    const { type, record } = event;
    const { service, platform, extensions } = this.#options;
    const time = Date.parse(event.time);
    const timestamp = Number.isNaN(time) ? Date.now() : time;
    if (type === "function")
      return functionRecord(record, { timestamp, service, requestId: this.#requestId });
    if (type === "extension")
      return extensions && !isOwnLine(record)
        ? functionRecord(record, { timestamp, service, requestId: undefined })
        : undefined;
    this.#follow(type, (record as { readonly requestId?: string } | null)?.requestId);
    return platformRecord(event, timestamp, service, platform);
  }

  /** The invocation that a line belongs to; unknown where several run at once. */
  get #requestId(): string | undefined {
    return this.#running.size > 1 ? undefined : this.#last;
  }

  #follow(type: string, requestId: string | undefined): void {
    if (requestId === undefined) return;
    if (type === "platform.start") {
      this.#last = requestId;
      this.#running.add(requestId);
      return;
    }
    if (type === "platform.report") {
      this.#running.delete(requestId);
      this.#ended.delete(`platform.runtimeDone ${requestId}`);
    }
    const key = `${type} ${requestId}`;
    this.#ended.add(key);
    this.#waiting.get(key)?.();
    this.#waiting.delete(key);
    // The last few are asked for, if any.
    if (this.#ended.size > 100) this.#ended.delete(this.#ended.values().next().value!);
  }
}
