import type { Handler } from "../handlers/handler.ts";
import type { Level } from "../logger/levels.ts";
import type { RedactOptions } from "../logger/redaction.ts";

/** Share of the records that is written. */
export interface SamplingOptions {
  /** Share from 0 to 1; a unit of work (the outermost `withContext`) is kept or left out as a whole. */
  readonly rate: number;
  /** Records at or above this level are always written. @default "warn" */
  readonly below?: Level;
}

/** Records below the level that are kept in memory for each unit of work, and written when an error follows in it. */
export interface BufferOptions {
  /** Lowest level that is kept. @default "debug" */
  readonly level?: Level;
  /** Records kept for each unit of work; the oldest make room. @default 200 */
  readonly limit?: number;
  /** Level of a record that makes the kept ones go out. @default "error" */
  readonly flushAt?: Level;
}

/** What is configured for one name of the tree. What is left out is inherited. */
export interface LoggerOptions {
  /** @default inherited; "info" at the root */
  readonly level?: Level;
  /** Names of handlers. An empty list silences. @default inherited; all handlers at the root */
  readonly handlers?: readonly string[];
  /** @default inherited; every record at the root */
  readonly sampling?: number | SamplingOptions;
  /** `true` takes the defaults. @default inherited; off at the root */
  readonly buffer?: boolean | BufferOptions;
}

/** A logging configuration. */
export interface LoggingOptions {
  /** Written in every record as `service`. */
  readonly service?: string;
  /** Handlers by a name of your choice. @default one StdoutHandler */
  readonly handlers?: Readonly<Record<string, Handler>>;
  /** Loggers by dotted name; `""` is the root. */
  readonly loggers?: Readonly<Record<string, LoggerOptions>>;
  readonly redact?: RedactOptions;
}
