import type { DeliveryReport } from "../delivery/report.ts";
import type { Formatter, LogRecord } from "../logger/record.ts";

/** How long a flush may take. */
export interface FlushOptions {
  /** Milliseconds since the epoch after which `flush` resolves with what it has. @default no limit */
  readonly deadline?: number;
  /** Ends the flush early when aborted. */
  readonly signal?: AbortSignal;
}

/** Receives records and moves them somewhere. A handler of a user's own needs only these three methods. */
export interface Handler {
  /** Records below this level are not given to the handler. A name, an alias or a number. @default every record */
  readonly level?: string | number | undefined;
  /** Turns records into lines. @default the JSON formatter */
  readonly formatter?: Formatter | undefined;
  /** Records for which it returns false are not given to the handler. */
  readonly filter?: ((record: LogRecord) => boolean) | undefined;
  /** Takes one record; must return at once. What it throws never reaches the application. */
  write(record: LogRecord): void;
  /**
   * Resolves when there is room for much: no more than half of what the handler may hold waits. For those who log so much at
   * once that it would be dropped. False at the deadline, and when nothing will get through until a person acts.
   */
  ready?(options?: FlushOptions): Promise<boolean>;
  /** Delivers what is queued and resolves with the account; never rejects. */
  flush(options?: FlushOptions): Promise<DeliveryReport>;
  /** Flushes, then releases sockets, files and timers. */
  close(options?: FlushOptions): Promise<DeliveryReport>;
}
