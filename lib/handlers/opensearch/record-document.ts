import { errorMembers } from "../../logger/error-members.ts";
import { FIELDS } from "../../logger/fields.ts";
import { jsonString } from "../../logger/json-string.ts";
import { LEVELS, levelLabel } from "../../logger/levels.ts";
import type { LogRecord } from "../../logger/record.ts";
import { serializeValue } from "../../logger/serialize.ts";
import { isoTimestamp } from "../../logger/timestamp.ts";
import { DocumentWriter } from "../../search/document-writer.ts";

/** A record as a document of the index. Never throws. */
export function recordDocument(record: LogRecord, id: string, timestamp: number, body: string): string {
  const writer = new DocumentWriter(id, isoTimestamp(timestamp));
  writer.field("severity_text", `"${levelLabel(record.level)}"`);
  writer.field("severity_number", severityNumber(record.level));
  writer.field("body", jsonString(body));
  if (record.logger !== "") writer.field("scope.name", jsonString(record.logger));
  if (record.service !== undefined) writer.field("resource.service.name", jsonString(record.service));
  const { context, fields, error } = record;
  if (error !== undefined) writeError(writer, error);
  if (fields !== undefined) writeMembers(writer, fields, undefined, error !== undefined);
  if (context !== undefined) writeMembers(writer, context, fields, error !== undefined);
  return writer.text();
}

/** Numbers of OpenTelemetry's severities. @see https://opentelemetry.io/docs/specs/otel/logs/data-model/#field-severitynumber */
export function severityNumber(level: number): string {
  if (level < LEVELS.debug) return "1";
  if (level < LEVELS.info) return "5";
  if (level < LEVELS.warn) return "9";
  if (level < LEVELS.error) return "13";
  return level < LEVELS.fatal ? "17" : "21";
}

type Members = Readonly<Record<string, unknown>>;

function writeMembers(
  writer: DocumentWriter,
  members: Members,
  stronger: Members | undefined,
  withError: boolean,
): void {
  for (const name in members) {
    if (stronger?.[name] !== undefined) continue;
    const value = members[name];
    const json = serializeValue(value);
    if (json === undefined) continue;
    writer.member(withError && name === FIELDS.error ? `${FIELDS.error}_` : name, value, json);
  }
}

function writeError(writer: DocumentWriter, error: unknown): void {
  const { name, message, stack, ...rest } = errorMembers(error);
  writer.field("error.type", jsonString(String(name).slice(0, 1_024)));
  writer.field("error.message", jsonString(String(message)));
  if (typeof stack === "string") writer.field("error.stack_trace", jsonString(stack));
  for (const _ in rest) {
    const json = serializeValue(rest);
    if (json !== undefined) writer.member(FIELDS.error, rest, json);
    return;
  }
}
