import { maskedText } from "../../analysis/templates/index.ts";
import { errorMembers } from "../../logger/error-members.ts";
import { FIELDS } from "../../logger/fields.ts";
import { jsonString } from "../../logger/json-string.ts";
import { levelLabel } from "../../logger/levels.ts";
import type { LogRecord } from "../../logger/record.ts";
import { serializeValue } from "../../logger/serialize.ts";
import { isoTimestamp } from "../../logger/timestamp.ts";
import { DocumentWriter } from "../../search/document-writer.ts";
import { severityNumber } from "../../search/severity.ts";

const SEVERITY_TEXT = ',"severity_text":"';
const SEVERITY_NUMBER = '","severity_number":';
const TEMPLATE = ',"message_template":';
const BODY = ',"body":';

let lastLogger: string | undefined;
let lastService: string | undefined;
let lastOriginText = "";

/** A record as a document of the index. Never throws. */
export function recordDocument(record: LogRecord, id: string, timestamp: number, body: string): string {
  const writer = new DocumentWriter(id, isoTimestamp(timestamp));
  const { context, fields, error, level } = record;
  const label = levelLabel(level);
  writer.fields(
    SEVERITY_TEXT +
      label +
      SEVERITY_NUMBER +
      severityNumber(label) +
      BODY +
      jsonString(body) +
      TEMPLATE +
      templateText(record.message) +
      originText(record.logger, record.service),
  );
  if (error !== undefined) writeError(writer, error);
  if (fields !== undefined) writeMembers(writer, fields, undefined, error !== undefined);
  if (context !== undefined) writeMembers(writer, context, fields, error !== undefined);
  return writer.text();
}

let lastMessage: string | undefined;
let lastTemplate = "";

function templateText(message: string): string {
  if (message !== lastMessage) {
    lastMessage = message;
    lastTemplate = jsonString(maskedText(message));
  }
  return lastTemplate;
}

/** Records of one logger come one after the other. */
function originText(logger: string, service: string | undefined): string {
  if (logger !== lastLogger || service !== lastService) {
    lastLogger = logger;
    lastService = service;
    lastOriginText =
      (logger === "" ? "" : `,"scope.name":${jsonString(logger)}`) +
      (service === undefined ? "" : `,"resource.service.name":${jsonString(service)}`);
  }
  return lastOriginText;
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
