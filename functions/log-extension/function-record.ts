import { LEVELS, type LogRecord, parseLevel } from "cumulog";

/** A record with the line that it was read from, as the function wrote it. */
export interface TelemetryRecord extends LogRecord {
  readonly line: string;
}

/** What a record gets that does not say it itself. */
export interface RecordDefaults {
  /** Milliseconds since the epoch. */
  readonly timestamp: number;
  readonly service: string | undefined;
  readonly requestId: string | undefined;
}

type Members = Readonly<Record<string, unknown>>;

/** What the runtime of Node.js writes for the methods of `console`, where lines are texts. */
const CONSOLE_LINE = /^(\d{4}-\d\d-\d\dT[\d:.]+Z)\t([^\t\n]*)\t([A-Z]+)\t(.*)$/s;
/** What it writes for errors that nobody caught. */
const UNCAUGHT = /^[\w .]+ \t(\{.*)$/s;
/** Times of lines that are further from the event's are something else than the line's time. */
const LARGEST_DELAY_MS = 3_600_000;

/**
 * A line of a function as a record. Lines of the JSON formatter, and of other loggers that write JSON, keep their time, level,
 * message, logger, service, fields and error; other lines are messages, at the level that the runtime writes before them.
 */
export function functionRecord(written: unknown, defaults: RecordDefaults): TelemetryRecord {
  if (typeof written === "object" && written !== null && !Array.isArray(written))
    return { ...membersRecord(written as Members, defaults), line: JSON.stringify(written) };
  const text = typeof written === "string" ? written : (JSON.stringify(written) ?? "");
  const line = text.replace(/\r?\n$/, "");
  return { ...textRecord(line, defaults), line };
}

function textRecord(line: string, defaults: RecordDefaults): LogRecord {
  const members = parsed(line);
  if (members !== undefined) return membersRecord(members, defaults);
  const [, time, requestId, levelText, message] = CONSOLE_LINE.exec(line) ?? [];
  if (message === undefined) return plainRecord(line, LEVELS.info, defaults);
  const known = {
    ...defaults,
    timestamp: timeOf(time, defaults.timestamp),
    requestId: requestId === "undefined" || requestId === "" ? defaults.requestId : requestId,
  };
  const level = levelOf(levelText) ?? LEVELS.info;
  const inner = parsed(message);
  if (inner !== undefined) return membersRecord(inner, known, level);
  const uncaught = parsed(UNCAUGHT.exec(message)?.[1] ?? "");
  return { ...plainRecord(message, level, known), error: uncaught && lambdaError(uncaught) };
}

const plainRecord = (message: string, level: number, defaults: RecordDefaults): LogRecord => ({
  timestamp: defaults.timestamp,
  level,
  logger: "",
  message,
  service: defaults.service,
  context: defaults.requestId === undefined ? undefined : { requestId: defaults.requestId },
  fields: undefined,
  error: undefined,
});

/** Names under which loggers write what a record has; the first that fits is taken. */
const NAMES = {
  timestamp: ["timestamp", "time", "@timestamp"],
  level: ["level", "severity", "severity_text"],
  message: ["message", "msg"],
  error: ["error", "err"],
} as const;

function membersRecord(written: Members, defaults: RecordDefaults, level: number = LEVELS.info): LogRecord {
  const members = flattened(written);
  const fields: Record<string, unknown> = { ...members };
  const take = <Value>(names: readonly string[], read: (value: unknown) => Value | undefined) => {
    for (const name of names) {
      const value = members[name] === undefined ? undefined : read(members[name]);
      if (value === undefined) continue;
      delete fields[name];
      return value;
    }
    return undefined;
  };
  const text = (value: unknown) => (typeof value === "string" ? value : undefined);
  const timestamp = take(NAMES.timestamp, (value) => timeNear(value, defaults.timestamp));
  const ownLevel = take(NAMES.level, levelOf);
  const message = take(NAMES.message, text);
  const error = take(NAMES.error, errorOf) ?? lambdaError(members);
  const logger = take(["logger"], text);
  const service = take(["service"], text);
  const hasRequestId = members["requestId"] !== undefined || members["function_request_id"] !== undefined;
  return {
    timestamp: timestamp ?? defaults.timestamp,
    level: ownLevel ?? (error === undefined ? level : Math.max(level, LEVELS.error)),
    logger: logger ?? "",
    message: message ?? "",
    service: service ?? defaults.service,
    context: hasRequestId || defaults.requestId === undefined ? undefined : { requestId: defaults.requestId },
    fields,
    error,
  };
}

/** Where lines are JSON, the runtime wraps what was logged: a message that is an object, or JSON itself, says more than its wrapping. */
function flattened(members: Members): Members {
  const { message, ...rest } = members;
  if (typeof message === "object" && message !== null && !Array.isArray(message))
    return { ...rest, ...message };
  const inner = typeof message === "string" ? parsed(message) : undefined;
  const isRecord = inner !== undefined && (inner["level"] !== undefined || inner["_aws"] !== undefined);
  return isRecord ? { ...rest, ...inner } : members;
}

/** An object of JSON, and nothing else. */
function parsed(text: string): Members | undefined {
  const trimmed = text.trim();
  if (!trimmed.startsWith("{") || !trimmed.endsWith("}")) return undefined;
  try {
    return JSON.parse(trimmed) as Members;
  } catch {
    return undefined;
  }
}

function levelOf(value: unknown): number | undefined {
  try {
    const level = parseLevel(value);
    return Number.isFinite(level) ? level : undefined;
  } catch {
    return undefined;
  }
}

function timeOf(value: unknown, otherwise: number): number {
  return timeNear(value, otherwise) ?? otherwise;
}

function timeNear(value: unknown, near: number): number | undefined {
  const time = typeof value === "number" ? value : typeof value === "string" ? Date.parse(value) : Number.NaN;
  return Math.abs(time - near) <= LARGEST_DELAY_MS ? time : undefined;
}

/** What Lambda's runtime writes of an error. */
function lambdaError(members: Members): Error | undefined {
  const { errorType, errorMessage, stack, stackTrace } = members;
  if (typeof errorType !== "string" || typeof errorMessage !== "string") return undefined;
  const lines = Array.isArray(stack) ? stack : Array.isArray(stackTrace) ? stackTrace : undefined;
  return errorOf({ name: errorType, message: errorMessage, ...(lines && { stack: lines.join("\n") }) });
}

/** A written error as an error again, so that it is written as one everywhere. */
function errorOf(value: unknown): Error | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { name, type, message, stack, cause, ...others } = value as Members;
  if (typeof message !== "string") return undefined;
  const error = new Error(message, cause === undefined ? undefined : { cause });
  const set = (member: string, value: unknown) =>
    Object.defineProperty(error, member, { value, enumerable: false, configurable: true, writable: true });
  set("name", typeof name === "string" ? name : typeof type === "string" ? type : "Error");
  set("stack", typeof stack === "string" ? stack : undefined);
  return Object.assign(error, others);
}
