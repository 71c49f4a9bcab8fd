import { LEVELS, parseLevel } from "../logger/levels.ts";
import type { LogRecord } from "../logger/record.ts";
import { serializeValue } from "../logger/serialize.ts";
import { levelOfSeverityNumber } from "../logger/severity-number.ts";
import type { HighResolutionTime, ReadableLogRecord } from "./sdk-types.ts";

const MILLISECONDS = 1_000;
const NANOSECONDS_OF_ONE = 1_000_000;

/**
 * A record of OpenTelemetry's SDK as one of ours: its scope is the logger, `service.name` of its resource the service, its attributes are
 * the fields, `exception.*` among them the error, and its span stands in the context.
 */
export function exportedRecord(exported: ReadableLogRecord): LogRecord {
  const { hrTime, hrTimeObserved, spanContext, severityText, severityNumber, body, eventName } = exported;
  const service = exported.resource.attributes["service.name"];
  const { error, fields } = withoutException(exported.attributes);
  return {
    timestamp: millisecondsOf(hrTime) || millisecondsOf(hrTimeObserved) || Date.now(),
    level: levelOf(severityNumber, severityText),
    logger: exported.instrumentationScope.name,
    message: messageOf(body) ?? eventName ?? "",
    service: typeof service === "string" ? service : undefined,
    context:
      spanContext === undefined
        ? undefined
        : {
            trace_id: spanContext.traceId,
            span_id: spanContext.spanId,
            trace_flags: spanContext.traceFlags.toString(16).padStart(2, "0"),
          },
    fields: {
      ...(isObject(body) && { body }),
      ...fields,
      ...(eventName && { "event.name": eventName }),
    },
    error,
  };
}

const isObject = (value: unknown): value is object =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A structured body keeps its form in a field; its message is what it says itself. */
function messageOf(body: unknown): string | undefined {
  if (typeof body === "string") return body;
  if (!isObject(body)) return body === undefined || body === null ? undefined : serializeValue(body);
  const { message } = body as { readonly message?: unknown };
  return typeof message === "string" ? message : undefined;
}

function levelOf(number: number | undefined, text: string | undefined): number {
  if (number !== undefined && number > 0) return levelOfSeverityNumber(number);
  try {
    return text === undefined ? LEVELS.info : parseLevel(text);
  } catch {
    return LEVELS.info;
  }
}

function millisecondsOf([seconds, nanoseconds]: HighResolutionTime): number {
  return seconds * MILLISECONDS + Math.floor(nanoseconds / NANOSECONDS_OF_ONE);
}

/** @see https://opentelemetry.io/docs/specs/semconv/exceptions/exceptions-logs/ */
function withoutException(attributes: Readonly<Record<string, unknown>>): {
  readonly error: unknown;
  readonly fields: Readonly<Record<string, unknown>>;
} {
  const {
    "exception.type": name,
    "exception.message": message,
    "exception.stacktrace": stack,
    ...fields
  } = attributes;
  if (name === undefined && message === undefined) return { error: undefined, fields: attributes };
  const error = {
    name: String(name ?? "Error"),
    message: String(message ?? ""),
    ...(stack !== undefined && { stack: String(stack) }),
  };
  return { error, fields };
}
