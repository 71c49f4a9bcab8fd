/** Trace and span of a record, as hexadecimal digits. */
export interface TraceIds {
  readonly traceId: string;
  readonly spanId: string | undefined;
  readonly flags: number;
}

/** A text as it waits in the queue. */
export interface QueuedText {
  readonly text: string;
  /** Its length in UTF-8. */
  readonly bytes: number;
}

/**
 * How OTLP's messages are written. All are texts: of JSON, or with a character for each byte of a protocol buffer (`latin1`), so that they
 * can be put together like JSON and wait in a queue of texts.
 *
 * @see https://github.com/open-telemetry/opentelemetry-proto/tree/main/opentelemetry/proto
 */
export interface OtlpForm {
  readonly contentType: string;
  /** `AnyValue`s. */
  string(text: string): string;
  /** @param digits of a 64-bit integer */
  integer(digits: string): string;
  wholeNumber(value: number): string;
  double(value: number): string;
  boolean(value: boolean): string;
  nothing(): string;
  list(values: readonly string[]): string;
  object(members: readonly (readonly [key: string, value: string])[]): string;
  /** A key as {@link attribute} takes it. */
  key(key: string): string;
  /** Characters at the beginning of an attribute that part it from the one before, and that the first does not have. */
  readonly separatorLength: number;
  /** An attribute of a record; they are put behind each other. */
  attribute(key: string, value: string): string;
  /** Trace and span as {@link record} takes them. */
  trace(ids: TraceIds): string;
  /** A `LogRecord` as far as its body. Times are milliseconds since the epoch. */
  head(timestamp: number, observed: number, severityNumber: number, severityText: string): string;
  /** A `LogRecord` with a body of text. */
  record(head: string, body: string, attributes: string, trace: string): string;
  /** A `ScopeLogs` as far as its records. */
  scope(name: string): string;
  /** The `ScopeLogs` of one record. */
  scoped(scope: string, record: string): string;
  /** The attributes of a `Resource`, as {@link request} takes them. */
  resource(members: readonly (readonly [key: string, value: string])[]): string;
  /** An `ExportLogsServiceRequest` of what {@link scoped} has made. The order within a scope is kept. */
  request(resource: string, texts: readonly QueuedText[]): Buffer;
}

/** Brings texts together by their scopes. The order within a scope is kept. */
export function byScope(
  texts: readonly QueuedText[],
  scopeOf: (text: string) => string,
): Map<string, QueuedText[]> {
  const scopes = new Map<string, QueuedText[]>();
  let scope: string | undefined;
  let records: QueuedText[] = [];
  for (const queued of texts) {
    if (scope === undefined || !queued.text.startsWith(scope)) {
      scope = scopeOf(queued.text);
      records = scopes.get(scope) ?? [];
      scopes.set(scope, records);
    }
    records.push(queued);
  }
  return scopes;
}
