import type { Logger } from "../logger/logger.ts";
import { samplingMistake, type TailSampling } from "../logger/tail-sampling.ts";
import type { Metrics } from "../metrics/metrics.ts";
import type { CorrelationSource } from "./correlation.ts";

/** How an event or a response is logged. */
export interface PayloadOptions {
  /** Names of members whose values are hidden at any depth, in any case, besides the usual names of credentials. @default none */
  readonly redact?: readonly string[] | undefined;
  /** Bytes of JSON above which only the beginning is logged. @default 10240 */
  readonly maximumBytes?: number | undefined;
}

/** Options of {@link logging} and {@link withLogging}. */
export interface LoggingOptions {
  /** Logger of the middleware's own records. The bound fields go to the records of all loggers. */
  readonly logger: Logger;
  /** Flushed with each invocation. @default none */
  readonly metrics?: Metrics | undefined;
  /** A preset's name, a JMESPath expression into the event, or a function. @default no correlation id */
  readonly correlationId?: CorrelationSource | undefined;
  /** Further fields of all records of the invocation. @default none */
  readonly fields?: ((event: unknown, context: unknown) => Readonly<Record<string, unknown>>) | undefined;
  /** Logs the event at level info. @default false */
  readonly logEvent?: boolean | PayloadOptions | undefined;
  /** Logs the response at level info. @default false */
  readonly logResponse?: boolean | PayloadOptions | undefined;
  /** Writes one record with duration, memory and outcome at the end. @default true */
  readonly summary?: boolean | undefined;
  /** Which summaries are kept; those of failed, timed-out and slow invocations always. @default all */
  readonly sampling?: TailSampling | undefined;
  /** Logs the error that ends an invocation. @default true */
  readonly logErrors?: boolean | undefined;
  /** Exempts an invocation from the logger's sampling, for example because a header asks for it. @default none is exempt */
  readonly keepAll?: ((event: unknown, context: unknown) => boolean) | undefined;
  /** Milliseconds before the time limit that are not used for flushing at the end. @default 200 */
  readonly reserve?: number | undefined;
  /**
   * Milliseconds before the time limit at which the "timing out" record is written and everything is flushed; at most a
   * third of the time that an invocation has. 0 for never. @default 500
   */
  readonly timeoutMargin?: number | undefined;
}

const NAMES: ReadonlySet<string> = new Set([
  "logger",
  "metrics",
  "correlationId",
  "fields",
  "logEvent",
  "logResponse",
  "summary",
  "sampling",
  "logErrors",
  "keepAll",
  "reserve",
  "timeoutMargin",
]);

/** Thrown by {@link logging} and {@link withLogging} for options that do not exist or cannot work. */
export class InvalidLoggingOptionError extends Error {
  override readonly name = "InvalidLoggingOptionError";
}

/** @throws InvalidLoggingOptionError */
export function checkOptions(options: LoggingOptions): void {
  const fail = (text: string): never => {
    throw new InvalidLoggingOptionError(text);
  };
  if (typeof options?.logger?.info !== "function")
    fail('logger: expected a logger, for example getLogger("orders")');
  for (const name of Object.keys(options)) {
    if (!NAMES.has(name)) fail(`${name} is no option; known are ${[...NAMES].join(", ")}`);
  }
  const mistake = samplingMistake(options.sampling);
  if (mistake !== undefined) fail(mistake);
  for (const name of ["reserve", "timeoutMargin"] as const) {
    const value = options[name];
    if (value !== undefined && !(Number.isFinite(value) && value >= 0)) {
      fail(`${name}: expected milliseconds from 0, got ${String(value)}`);
    }
  }
}
