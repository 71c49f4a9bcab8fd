/**
 * The parts of OpenTelemetry's packages that are used, by their shape: neither the API nor the SDK is imported, so that any version of
 * them fits that has these.
 */

/** Seconds and nanoseconds. */
export type HighResolutionTime = readonly [seconds: number, nanoseconds: number];

/** A record as the SDK of logs exports it. */
export interface ReadableLogRecord {
  readonly hrTime: HighResolutionTime;
  readonly hrTimeObserved: HighResolutionTime;
  readonly spanContext?:
    | { readonly traceId: string; readonly spanId: string; readonly traceFlags: number }
    | undefined;
  readonly severityText?: string | undefined;
  readonly severityNumber?: number | undefined;
  readonly body?: unknown;
  readonly eventName?: string | undefined;
  readonly resource: { readonly attributes: Readonly<Record<string, unknown>> };
  readonly instrumentationScope: { readonly name: string; readonly version?: string | undefined };
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** What an exporter says of one export. */
export interface ExportResult {
  /** 0 for success, 1 for failure. */
  code: number;
  error?: Error;
}

/** A context of the API. */
export interface ApiContext {
  getValue(key: symbol): unknown;
  setValue(key: symbol, value: unknown): ApiContext;
  deleteValue(key: symbol): ApiContext;
}

/** A logger of the API of logs. */
export interface ApiLogger {
  emit(record: {
    timestamp?: number;
    observedTimestamp?: number;
    severityNumber?: number;
    severityText?: string;
    body?: string;
    // The API's own type of values; it is wider than what is given.
    attributes?: never;
    context?: never;
  }): void;
}

/** A provider of loggers: the API's, or the SDK's, which can be flushed. */
export interface ApiLoggerProvider {
  getLogger(name: string, version?: string): ApiLogger;
  forceFlush?(): Promise<void>;
}
