import type { Severity } from "./severity.ts";

/**
 * A log entry in the JSON form of the API: 64-bit integers are strings, times are RFC 3339, durations end in `s`.
 *
 * @see https://cloud.google.com/logging/docs/reference/v2/rest/v2/LogEntry
 */
export interface LogEntry {
  /** `projects/ID/logs/LOG_ID`, the log id URL-encoded. */
  logName?: string;
  resource?: MonitoredResource;
  timestamp?: string;
  receiveTimestamp?: string;
  severity?: Severity;
  insertId?: string;
  httpRequest?: HttpRequest;
  labels?: Record<string, string>;
  operation?: LogEntryOperation;
  /** `projects/ID/traces/TRACE_ID`. */
  trace?: string;
  spanId?: string;
  traceSampled?: boolean;
  sourceLocation?: LogEntrySourceLocation;
  split?: { uid?: string; index?: number; totalSplits?: number };
  textPayload?: string;
  jsonPayload?: Record<string, unknown>;
  protoPayload?: Record<string, unknown>;
}

/** What an entry is about. @see https://cloud.google.com/logging/docs/reference/v2/rest/v2/MonitoredResource */
export interface MonitoredResource {
  type: string;
  labels?: Record<string, string>;
}

/** @see https://cloud.google.com/logging/docs/reference/v2/rest/v2/LogEntry#HttpRequest */
export interface HttpRequest {
  requestMethod?: string;
  requestUrl?: string;
  requestSize?: string;
  status?: number;
  responseSize?: string;
  userAgent?: string;
  remoteIp?: string;
  serverIp?: string;
  referer?: string;
  latency?: string;
  cacheLookup?: boolean;
  cacheHit?: boolean;
  cacheValidatedWithOriginServer?: boolean;
  cacheFillBytes?: string;
  protocol?: string;
}

/** The operation that an entry belongs to. @see https://cloud.google.com/logging/docs/reference/v2/rest/v2/LogEntry */
export interface LogEntryOperation {
  id?: string;
  producer?: string;
  first?: boolean;
  last?: boolean;
}

/** Where in the code an entry was written. @see https://cloud.google.com/logging/docs/reference/v2/rest/v2/LogEntry */
export interface LogEntrySourceLocation {
  file?: string;
  /** 1-based. */
  line?: string;
  function?: string;
}
