import { CONTRACT_COLUMNS, type ColumnType, type ContractColumnName } from "../analysis/contract/index.ts";

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

/** A field that members of records become, with the values that it takes. */
export interface MemberField {
  readonly field: SearchField;
  readonly takes: ColumnType;
}

/** Columns of the lake's contract that have a field of their own here, beside those that every record has. */
const FIELD_OF_COLUMN: Partial<Readonly<Record<ContractColumnName, SearchField>>> = {
  request_id: "request.id",
  trace_id: "trace_id",
  user_id: "user.id",
  route: "http.route",
  status: "http.response.status_code",
  duration_ms: "duration_ms",
};

/** By the names that loggers and frameworks give them. A value of another type stays among the attributes. */
export const MEMBER_FIELDS: ReadonlyMap<string, MemberField> = new Map([
  ...CONTRACT_COLUMNS.flatMap(({ name, type, members }) => {
    const field = FIELD_OF_COLUMN[name];
    return field === undefined ? [] : members.map((member) => [member, { field, takes: type }] as const);
  }),
  ...["span_id", "spanId"].map((member) => [member, { field: "span_id", takes: "text" }] as const),
  ...["method", "http.request.method"].map(
    (member) => [member, { field: "http.request.method", takes: "text" }] as const,
  ),
]);

/** Characters of a keyword that are indexed; the index refuses terms over 32,766 bytes. */
export const KEYWORD_MAX_LENGTH = 1_024;
