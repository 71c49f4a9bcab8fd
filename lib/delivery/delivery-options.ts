import type { Backend } from "./backend.ts";
import type { BackoffOptions } from "./backoff.ts";
import type { Item } from "./item.ts";
import type { BatchLimits } from "./limits.ts";
import type { Spool } from "./spool/spool.ts";
import type { Timers } from "./timers.ts";

/** What happens to a record that is larger than the service takes. */
export type OversizePolicy = "split" | "truncate";

export interface DeliveryOptions {
  readonly backend: Backend;
  readonly limits: BatchLimits;
  /** Memory in bytes that records may hold, in flight included. @default 64 MiB */
  readonly maximumQueueBytes?: number | undefined;
  /** Memory in bytes from which on what waits is kept outside the garbage collector's heap. @default 8 MiB */
  readonly packAboveBytes?: number | undefined;
  /** Longest time in ms that a record waits for a fuller batch. @default 1000 */
  readonly lingerMs?: number | undefined;
  /** Requests at once in one stream; more than 1 gives up the order under retries. @default 1 */
  readonly requestsInFlight?: number | undefined;
  /** Milliseconds between tries after a fatal failure. @default 60000 */
  readonly fatalRetryMs?: number | undefined;
  /** Longest time in ms that a request may take, its whole answer included. @default 30000 */
  readonly requestTimeoutMs?: number | undefined;
  readonly backoff?: BackoffOptions | undefined;
  /** @default "split" */
  readonly oversize?: OversizePolicy | undefined;
  /** Makes the id of an item, for services that remove duplicates. @default none */
  readonly makeId?: (() => string) | undefined;
  /** Text of the one record that tells what was shed, from counts by level number. */
  readonly describeShed: (counts: ReadonlyMap<number, number>, timestamp: number) => string;
  /** Level of that record. */
  readonly shedLevel: number;
  /** Hears of problems; must not throw. */
  readonly onProblem: (problem: { code: string; message: string; cause?: unknown }) => void;
  /** Takes what cannot be sent or held, until it can. @default none */
  readonly spool?: Spool | undefined;
  /** Takes what is left at the end and not spooled, to stderr. @returns how many it took whole; they are the first ones */
  readonly lastResort: (items: readonly Item[]) => number;
  /** @default real time */
  readonly timers?: Timers | undefined;
  /** From 0 to 1. @default Math.random */
  readonly random?: (() => number) | undefined;
}

/** What a delivery engine has done, beside the ledger. */
export interface DeliveryMetrics {
  readonly requests: number;
  readonly retries: number;
  readonly bytesSent: number;
  /** Bytes of memory that records hold. */
  readonly queueBytes: number;
  readonly isCircuitOpen: boolean;
}
