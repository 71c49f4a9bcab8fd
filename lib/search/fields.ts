/** How a field of a document is indexed. */
export type FieldType = "date" | "keyword" | "text" | "integer" | "double" | "attributes" | "unindexed";

/**
 * Fields of a document, by the names of OpenTelemetry and of its semantic conventions. Documents are written with them, the index
 * template maps them, and dashboards are checked against them.
 *
 * @see https://opentelemetry.io/docs/specs/otel/logs/data-model/
 * @see https://opentelemetry.io/docs/specs/semconv/
 */
export const SEARCH_FIELDS = {
  "event.id": "keyword",
  "@timestamp": "date",
  severity_text: "keyword",
  severity_number: "integer",
  body: "text",
  message_template: "keyword",
  "scope.name": "keyword",
  trace_id: "keyword",
  span_id: "keyword",
  "request.id": "keyword",
  "user.id": "keyword",
  "http.request.method": "keyword",
  "http.route": "keyword",
  "http.response.status_code": "integer",
  duration_ms: "double",
  "error.type": "keyword",
  "error.message": "text",
  "error.stack_trace": "text",
  "resource.service.name": "keyword",
  "resource.cloud.account.id": "keyword",
  "resource.aws.log.group.name": "keyword",
  "resource.aws.log.stream.name": "keyword",
  /** What else the record holds, as one field: any number of members costs one mapping. */
  attributes: "attributes",
  /** Members that are too long or too deep for the index: kept with the document, not searched. */
  attributes_unindexed: "unindexed",
} as const satisfies Readonly<Record<string, FieldType>>;

export type SearchField = keyof typeof SEARCH_FIELDS;

/** Names of the Elastic Common Schema for the same fields. @see https://www.elastic.co/docs/reference/ecs */
export const ECS_ALIASES = {
  message: "body",
  "log.level": "severity_text",
  "log.logger": "scope.name",
  "trace.id": "trace_id",
  "span.id": "span_id",
  "service.name": "resource.service.name",
  "cloud.account.id": "resource.cloud.account.id",
} as const satisfies Readonly<Record<string, SearchField>>;

/** Members of a record that become a field of their own, with the values that the field takes. */
export interface MemberField {
  readonly field: SearchField;
  readonly takes: "text" | "integer" | "number";
}

const text = (field: SearchField): MemberField => ({ field, takes: "text" });
const STATUS: MemberField = { field: "http.response.status_code", takes: "integer" };
const DURATION: MemberField = { field: "duration_ms", takes: "number" };

/** By the names that loggers and frameworks give them. A value of another type stays among the attributes. */
export const MEMBER_FIELDS: ReadonlyMap<string, MemberField> = new Map([
  ["trace_id", text("trace_id")],
  ["traceId", text("trace_id")],
  ["span_id", text("span_id")],
  ["spanId", text("span_id")],
  ["request_id", text("request.id")],
  ["requestId", text("request.id")],
  ["awsRequestId", text("request.id")],
  ["user_id", text("user.id")],
  ["userId", text("user.id")],
  ["user.id", text("user.id")],
  ["method", text("http.request.method")],
  ["http.request.method", text("http.request.method")],
  ["route", text("http.route")],
  ["http.route", text("http.route")],
  ["status", STATUS],
  ["statusCode", STATUS],
  ["status_code", STATUS],
  ["http.response.status_code", STATUS],
  ["duration_ms", DURATION],
  ["durationMs", DURATION],
]);

/** Characters of a keyword that are indexed; the index refuses terms over 32,766 bytes. */
export const KEYWORD_MAX_LENGTH = 1_024;
