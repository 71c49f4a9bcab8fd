import { readEvent } from "../analysis/contract/index.ts";
import { maskedText } from "../analysis/templates/index.ts";
import { DocumentWriter } from "./document-writer.ts";
import { severityNumber } from "./severity.ts";

/** A log event of CloudWatch Logs with its source. */
export interface SourceEvent {
  readonly id: string;
  /** Milliseconds since the epoch. */
  readonly timestamp: number;
  readonly message: string;
  readonly account: string;
  readonly logGroup: string;
  readonly logStream: string;
}

/** An event as a document, and the service that it belongs to. */
export interface EventDocument {
  readonly service: string;
  readonly document: string;
}

/** Members of an error that have fields of their own. */
interface ErrorMembers {
  readonly message?: unknown;
  readonly stack?: unknown;
}
const ERROR_NAMES = ["error", "err", "exception"] as const;
/** Members that may become fields; all others stay as the text that they are. */
const HAS_FIELDS = /"(?:error|err|exception|span_?[iI]d|(?:http\.request\.)?method)":/;

/**
 * An event as a document: the columns of the lake's contract as fields, the rest as attributes. An event that names no service belongs to
 * that of its log group's last part.
 */
export function eventDocument(event: SourceEvent): EventDocument {
  const { id, timestamp, account, logGroup, logStream } = event;
  const { row } = readEvent({ ...event, id });
  const writer = new DocumentWriter(id, new Date(timestamp).toISOString());
  const service =
    (row["service"] as string | null) ?? logGroup.split("/").findLast((part) => part !== "") ?? logGroup;
  const level = row["level"] as string | null;
  const body = (row["message"] as string | null) ?? "";
  if (level !== null) writer.fields(`,"severity_text":"${level}","severity_number":${severityNumber(level)}`);
  writer.field("body", JSON.stringify(body));
  if (body !== "") writer.field("message_template", JSON.stringify(maskedText(body)));
  text(writer, "scope.name", row["logger"]);
  writer.field("resource.service.name", JSON.stringify(service));
  writer.field("resource.cloud.account.id", JSON.stringify(account));
  writer.field("resource.aws.log.group.name", JSON.stringify(logGroup));
  writer.field("resource.aws.log.stream.name", JSON.stringify(logStream));
  text(writer, "trace_id", row["trace_id"]);
  text(writer, "request.id", row["request_id"]);
  text(writer, "user.id", row["user_id"]);
  text(writer, "http.route", row["route"]);
  text(writer, "error.type", row["error_name"]);
  writeNumber(writer, "status", row["status"]);
  writeNumber(writer, "duration_ms", row["duration_ms"]);
  writeAttributes(writer, row["attributes"] as string | null);
  return { service, document: writer.text() };
}

function text(writer: DocumentWriter, field: Parameters<DocumentWriter["field"]>[0], value: unknown): void {
  if (typeof value === "string" && value !== "") writer.field(field, JSON.stringify(value));
}

/** By its member's name, so that a number that the field does not take is an attribute. */
function writeNumber(writer: DocumentWriter, member: string, value: unknown): void {
  if (typeof value === "number") writer.member(member, value, JSON.stringify(value));
}

function writeAttributes(writer: DocumentWriter, attributes: string | null): void {
  if (attributes === null) return;
  if (!HAS_FIELDS.test(attributes)) {
    writer.members(attributes);
    return;
  }
  const members = JSON.parse(attributes) as Record<string, unknown>;
  const name = ERROR_NAMES.find((one) => typeof members[one] === "object" && members[one] !== null);
  if (name !== undefined) {
    const { message, stack, ...rest } = members[name] as ErrorMembers;
    if (typeof message === "string") writer.field("error.message", JSON.stringify(message));
    if (typeof stack === "string") writer.field("error.stack_trace", JSON.stringify(stack));
    const others = {
      ...rest,
      ...(typeof message !== "string" && { message }),
      ...(typeof stack !== "string" && { stack }),
    };
    members[name] = JSON.stringify(others) === "{}" ? undefined : others;
  }
  for (const [key, value] of Object.entries(members))
    if (value !== undefined) writer.member(key, value, JSON.stringify(value));
}
