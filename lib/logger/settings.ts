import type { Handler } from "../handlers/handler.ts";
import type { LogRecord } from "./record.ts";

/** Keeps only a share of the records below a level. */
export interface Sampling {
  /** Share from 0 to 1 that is kept. */
  readonly rate: number;
  /** Records at or above this level are always kept. */
  readonly below: number;
}

/** Keeps records below the level in memory, per unit of work, and writes them when an error follows. */
export interface Buffering {
  /** Lowest level that is kept. */
  readonly level: number;
  /** Records kept for each unit of work; the oldest make room. */
  readonly limit: number;
  /** Level of the record that makes the kept ones go out. */
  readonly flushAt: number;
}

/** A handler as loggers see it. */
export interface Outlet {
  readonly name: string;
  readonly handler: Handler;
  readonly level: number;
  busy: boolean;
}

/** What configuration says about one name; what it leaves out is inherited from the nearest ancestor that says it. */
export interface LoggerSettings {
  readonly level?: number | undefined;
  readonly outlets?: readonly Outlet[] | undefined;
  readonly sampling?: Sampling | undefined;
  readonly buffering?: Buffering | undefined;
}

/** A whole configuration, checked and ready. */
export interface Settings {
  readonly service: string | undefined;
  readonly loggers: ReadonlyMap<string, LoggerSettings>;
  /** Undefined where no handlers are configured: then one on standard output is made. */
  readonly outlets: readonly Outlet[] | undefined;
  /** Replaces a record by one without secrets. */
  readonly redact: ((record: LogRecord) => LogRecord) | undefined;
}
