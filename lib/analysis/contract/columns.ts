/** Types of the contract's columns, and what they are called in each engine. */
export const COLUMN_TYPES = {
  text: { duckdb: "VARCHAR", glue: "string", bigquery: "STRING" },
  integer: { duckdb: "BIGINT", glue: "bigint", bigquery: "INT64" },
  number: { duckdb: "DOUBLE", glue: "double", bigquery: "FLOAT64" },
  boolean: { duckdb: "BOOLEAN", glue: "boolean", bigquery: "BOOL" },
  time: { duckdb: "TIMESTAMP", glue: "timestamp", bigquery: "TIMESTAMP" },
} as const;

/** Type of a column, the same on every engine. */
export type ColumnType = keyof typeof COLUMN_TYPES;

/** A column of the view `logs`. */
export interface Column {
  /** Lower snake case: Glue lower-cases names, and a camel-case column would read NULL there. */
  readonly name: string;
  readonly type: ColumnType;
  readonly description: string;
  /**
   * Members of a JSON line that the column is taken from, the first that is there. A dot goes into an object; a member that is
   * itself called so wins.
   */
  readonly members: readonly string[];
}

const column = (
  name: string,
  type: ColumnType,
  description: string,
  members: readonly string[] = [],
): Column => ({ name, type, description, members });

/** The columns of the view `logs` in their order, the same on DuckDB, Athena and BigQuery. */
export const CONTRACT_COLUMNS = [
  column("event_id", "text", "Id of the event: the service's own, or the file and the line.", [
    "event_id",
    "eventId",
    "insertId",
  ]),
  column("event_time", "time", "Time of the event, UTC, to the millisecond."),
  column("epoch_ms", "integer", "Time of the event in milliseconds since 1970-01-01 UTC."),
  column("day", "text", "Day of the event in UTC, such as 2026-01-31. Partition of the files."),
  column("hour", "integer", "Hour of the event in UTC, 0 to 23."),
  column("level", "text", "TRACE, DEBUG, INFO, WARN, ERROR or FATAL.", [
    "level",
    "severity",
    "levelname",
    "log.level",
    "severity_text",
    "severityText",
    "lvl",
  ]),
  column("severity", "text", "The level as Cloud Logging names it: DEFAULT, DEBUG, INFO, NOTICE, WARNING …"),
  column("is_error", "boolean", "The level is ERROR or FATAL; without a level, the status is 500 or more."),
  column("service", "text", "Service that logged.", [
    "service",
    "service.name",
    "serviceContext.service",
    "resource.attributes.service.name",
  ]),
  column("logger", "text", "Name of the logger.", ["logger", "logger_name", "loggerName", "logger.name"]),
  column("log_group", "text", "Log group, or the log's name in Cloud Logging.", ["log_group", "logGroup"]),
  column("log_stream", "text", "Log stream, or the file.", ["log_stream", "logStream"]),
  column("request_id", "text", "Request that the event belongs to.", [
    "request_id",
    "requestId",
    "awsRequestId",
    "AWSRequestId",
    "function_request_id",
    "reqId",
    "req.id",
  ]),
  column("trace_id", "text", "Trace that the event belongs to.", [
    "trace_id",
    "traceId",
    "xray_trace_id",
    "logging.googleapis.com/trace",
  ]),
  column("user_id", "text", "User that the event is about.", [
    "user_id",
    "userId",
    "user.id",
    "enduser.id",
    "user",
  ]),
  column("route", "text", "Route of the request, without its query.", [
    "route",
    "http.route",
    "path",
    "req.url",
  ]),
  column("status", "integer", "Status of the answer.", [
    "status",
    "statusCode",
    "status_code",
    "http.status_code",
    "http.response.status_code",
    "httpRequest.status",
    "res.statusCode",
  ]),
  column("duration_ms", "number", "Duration in milliseconds.", [
    "duration_ms",
    "durationMs",
    "latency_ms",
    "latencyMs",
    "elapsed_ms",
    "elapsedMs",
    "responseTime",
  ]),
  column("message", "text", "The message; of a line that is not JSON, the line.", [
    "message",
    "msg",
    "textPayload",
    "body",
  ]),
  column("message_template", "text", "The message with what changes replaced, so that like ones are equal."),
  column("error_name", "text", "Name of the error.", [
    "error_name",
    "error.name",
    "err.name",
    "err.type",
    "error.type",
    "exception.type",
  ]),
  column("attributes", "text", "JSON text of all members that no column holds; NULL when there are none."),
] as const satisfies readonly Column[];

/** Name of a column that every engine has. */
export type ContractColumnName = (typeof CONTRACT_COLUMNS)[number]["name"];

/** Columns that are computed from others: no member and no configuration sets them. */
export const COMPUTED_COLUMNS: ReadonlySet<string> = new Set([
  "event_time",
  "epoch_ms",
  "day",
  "hour",
  "severity",
  "is_error",
  "message_template",
  "attributes",
]);
