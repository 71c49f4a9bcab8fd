/** A value in OTLP's JSON form. @see https://github.com/open-telemetry/opentelemetry-proto/blob/main/opentelemetry/proto/common/v1/common.proto */
export interface OtlpValue {
  readonly stringValue?: string;
  readonly boolValue?: boolean;
  /** Digits, or a number. */
  readonly intValue?: string | number;
  readonly doubleValue?: number | string;
  readonly arrayValue?: { readonly values?: readonly OtlpValue[] };
  readonly kvlistValue?: { readonly values?: readonly OtlpAttribute[] };
  /** In Base64. */
  readonly bytesValue?: string;
}

/** A key and its value. */
export interface OtlpAttribute {
  readonly key: string;
  readonly value?: OtlpValue;
}

/** A log record in OTLP's JSON form. @see https://github.com/open-telemetry/opentelemetry-proto/blob/main/opentelemetry/proto/logs/v1/logs.proto */
export interface OtlpLogRecord {
  readonly timeUnixNano?: string | number;
  readonly observedTimeUnixNano?: string | number;
  readonly severityNumber?: number;
  readonly severityText?: string;
  readonly body?: OtlpValue;
  readonly attributes?: readonly OtlpAttribute[];
  readonly droppedAttributesCount?: number;
  readonly flags?: number;
  /** Hexadecimal. */
  readonly traceId?: string;
  readonly spanId?: string;
  readonly eventName?: string;
}

/** What produced records. */
export interface OtlpResource {
  readonly attributes?: readonly OtlpAttribute[];
}

/** The part of a program that records come from. */
export interface OtlpScope {
  readonly name?: string;
  readonly version?: string;
  readonly attributes?: readonly OtlpAttribute[];
}

/** `ExportLogsServiceRequest` in OTLP's JSON form. */
export interface OtlpLogsRequest {
  readonly resourceLogs?: readonly {
    readonly resource?: OtlpResource;
    readonly scopeLogs?: readonly {
      readonly scope?: OtlpScope;
      readonly logRecords?: readonly OtlpLogRecord[];
    }[];
  }[];
}

/** A record with what it belongs to. */
export interface OtlpScopedRecord {
  readonly resource: OtlpResource;
  readonly scope: OtlpScope;
  readonly record: OtlpLogRecord;
}

/** The records of a request, each with its resource and scope. */
export function otlpRecords({ resourceLogs = [] }: OtlpLogsRequest): OtlpScopedRecord[] {
  return resourceLogs.flatMap(({ resource = {}, scopeLogs = [] }) =>
    scopeLogs.flatMap(({ scope = {}, logRecords = [] }) =>
      logRecords.map((record) => ({ resource, scope, record })),
    ),
  );
}
