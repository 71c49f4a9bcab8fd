import { errorMembers, isObject } from "./error-members.ts";
import { FIELDS } from "./fields.ts";
import { jsonString } from "./json-string.ts";
import { levelLabel } from "./levels.ts";
import type { LogRecord } from "./record.ts";
import { serializeValue } from "./serialize.ts";
import { isoTimestamp } from "./timestamp.ts";

type Members = Readonly<Record<string, unknown>>;

/** Members that the record itself writes. A field of that name gets an underscore behind it, so that no line has a name twice. */
const RESERVED: ReadonlySet<string> = new Set([
  FIELDS.timestamp,
  FIELDS.level,
  FIELDS.message,
  FIELDS.logger,
]);
/** Keys of fields that are remembered in the form in which they are written. */
export const MAXIMUM_REMEMBERED_KEYS = 2000;
/**
 * Characters from which on a context's text is kept for its further records. A shorter one is written anew in less time than it takes
 * to keep it, and to forget it again.
 */
const REMEMBERED_LENGTH = 256;

/** Beginning of every line, up to the timestamp. */
export const TIMESTAMP = `{"${FIELDS.timestamp}":"`;
const LEVEL = `","${FIELDS.level}":"`;
const MESSAGE = `","${FIELDS.message}":`;

const keyTexts = new Map<string, string>();
const contextTexts = new WeakMap<Members, string>();
let lastLevel: number | undefined;
let lastLevelText = "";
let lastContext: Members | undefined;
let lastContextText = "";
let lastLogger: string | undefined;
let lastService: string | undefined;
let lastOriginText = "";

/**
 * A record as one line of JSON: `timestamp`, `level`, `message`, `logger` unless it is the root, `service`, the context's keys, the call's
 * fields and `error`. A context is serialized once, at its first record, and its text reused. The call's fields win over
 * context keys of the same name; `timestamp`, `level`, `message` and `logger` are written as `timestamp_` and so on
 * when a field has that name. Never throws.
 */
export function jsonFormatter(record: LogRecord): string {
  const { context, fields, error } = record;
  let text = headText(record.timestamp, record.level) + jsonString(record.message);
  const clash = error !== undefined || hasClash(record);
  text += clash ? originTextWithout(record) : originText(record.logger, record.service);
  if (context !== undefined)
    text += clash ? contextTextWithout(context, fields, error) : contextText(context);
  if (fields !== undefined) text += membersText(fields, error !== undefined);
  if (error !== undefined) text += `,"${FIELDS.error}":` + serializeValue(errorMembers(error));
  return text + "}";
}

/** A line up to the message. */
export function headText(timestamp: number, level: number): string {
  if (level !== lastLevel) {
    lastLevel = level;
    lastLevelText = LEVEL + levelLabel(level) + MESSAGE;
  }
  return TIMESTAMP + isoTimestamp(timestamp) + lastLevelText;
}

/** Whether a field has the name of a context key, or either has that of the service. */
export function hasClash({ context, fields, service }: LogRecord): boolean {
  if (service !== undefined && context?.[FIELDS.service] !== undefined) return true;
  if (fields === undefined) return false;
  if (service !== undefined && fields[FIELDS.service] !== undefined) return true;
  if (context !== undefined) for (const key in fields) if (context[key] !== undefined) return true;
  return false;
}

/** Logger and service, as they stand behind the message; the same string as long as they are the same. */
export function originText(logger: string, service: string | undefined): string {
  if (logger !== lastLogger || service !== lastService) {
    lastLogger = logger;
    lastService = service;
    lastOriginText = logger === "" ? "" : `,"${FIELDS.logger}":` + jsonString(logger);
    if (service !== undefined) lastOriginText += `,"${FIELDS.service}":` + jsonString(service);
  }
  return lastOriginText;
}

function originTextWithout({ logger, service, context, fields }: LogRecord): string {
  const replaced = fields?.[FIELDS.service] !== undefined || context?.[FIELDS.service] !== undefined;
  return originText(logger, replaced ? undefined : service);
}

/** The members of a context, as they stand in a line. */
export function contextText(context: Members): string {
  if (context === lastContext) return lastContextText;
  let text = contextTexts.get(context);
  if (text === undefined) {
    text = membersText(context, false);
    // An object may be another one at the next record: what it was at the first is written.
    if (text.length > REMEMBERED_LENGTH || Object.values(context).some(isObject))
      contextTexts.set(context, text);
  }
  lastContext = context;
  lastContextText = text;
  return text;
}

function contextTextWithout(context: Members, fields: Members | undefined, error: unknown): string {
  let text = "";
  for (const key of Object.keys(context)) {
    const replaced = fields !== undefined && Object.hasOwn(fields, key) && fields[key] !== undefined;
    if (!replaced) text += memberText(key, context[key], error !== undefined);
  }
  return text;
}

function membersText(members: Members, withError: boolean): string {
  let text = "";
  for (const key in members) {
    const value = members[key];
    if (value !== undefined) text += memberText(key, value, withError);
  }
  return text;
}

function memberText(key: string, value: unknown, withError: boolean): string {
  const valueText = serializeValue(value);
  if (valueText === undefined) return "";
  return (withError && key === FIELDS.error ? `,"${FIELDS.error}_":` : keyText(key)) + valueText;
}

/** `,"key":`, remembered, because the same few keys come with every record. */
export function keyText(key: string): string {
  let text = keyTexts.get(key);
  if (text === undefined) {
    text = "," + jsonString(RESERVED.has(key) ? key + "_" : key) + ":";
    if (keyTexts.size >= MAXIMUM_REMEMBERED_KEYS) keyTexts.clear();
    keyTexts.set(key, text);
  }
  return text;
}
