import type { DeliveryReport } from "../../lib/delivery/report.ts";
import type { FlushOptions, Handler } from "../../lib/handlers/handler.ts";
import type { LogRecord } from "../../lib/logger/record.ts";

/** Stands for a network: records are delivered only by a flush, which a test can hold back. */
export class SlowHandler implements Handler {
  readonly delivered: LogRecord[] = [];
  readonly deadlines: (number | undefined)[] = [];
  stalled = false;
  #queue: LogRecord[] = [];
  #accepted = 0;

  write(record: LogRecord): void {
    this.#accepted += 1;
    this.#queue.push(record);
  }

  async flush(options?: FlushOptions): Promise<DeliveryReport> {
    this.deadlines.push(options?.deadline);
    await new Promise((resolve) => setImmediate(resolve));
    if (!this.stalled) this.delivered.push(...this.#queue.splice(0));
    return {
      accepted: this.#accepted,
      delivered: this.delivered.length,
      rejected: {},
      dropped: {},
      spooled: 0,
      pending: this.#queue.length,
    };
  }

  close(options?: FlushOptions): Promise<DeliveryReport> {
    return this.flush(options);
  }

  get messages(): string[] {
    return this.delivered.map((record) => record.message);
  }
}
