/**
 * What a logger hands to its handlers: one call, not yet formatted. Handlers must treat it as read-only.
 */
export interface LogRecord {
  /** Milliseconds since the epoch at which the call was made. */
  readonly timestamp: number;
  /** One of {@link LEVELS}: 10 (trace) to 60 (fatal). */
  readonly level: number;
  /** Dotted name of the logger; `""` is the root. */
  readonly logger: string;
  /** Text of the call; may be empty. */
  readonly message: string;
  /** Name of the service as configured, if any. */
  readonly service: string | undefined;
  /** Keys bound by `child`, `withContext` and the middleware, outermost first; shared between records. */
  readonly context: Readonly<Record<string, unknown>> | undefined;
  /** Fields of this very call, already evaluated where they were given as functions. */
  readonly fields: Readonly<Record<string, unknown>> | undefined;
  /** The error given to the call, as given. */
  readonly error: unknown;
}

/** Turns a record into one line without a trailing line break. Must not throw. */
export type Formatter = (record: LogRecord) => string;
