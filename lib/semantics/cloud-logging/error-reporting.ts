import type { LogEntry } from "./log-entry.ts";
import { SEVERITIES } from "./severity.ts";
import { type Fields, isObject } from "./special-fields.ts";
import { hasStackTrace } from "./stack-trace.ts";

/** The `@type` that makes any payload an error event. */
export const REPORTED_ERROR_EVENT_TYPE =
  "type.googleapis.com/google.devtools.clouderrorreporting.v1beta1.ReportedErrorEvent";

/** The service that an error belongs to. */
export interface ServiceContext {
  readonly service: string;
  readonly version?: string;
}

/** What Error Reporting makes of an entry. */
export interface ReportedError {
  /** The text that is grouped by: the stack trace, or the message when the place is given instead. */
  readonly message: string;
  readonly serviceContext: ServiceContext | undefined;
}

/**
 * The error that Error Reporting would show for an entry, or undefined if it would not notice it. The fields
 * `stack_trace`, `exception` and `message` are tried in that order. Of App Engine only errors count.
 *
 * @see https://cloud.google.com/error-reporting/docs/formatting-error-messages
 */
export function reportedError(entry: LogEntry): ReportedError | undefined {
  if (entry.resource?.type === "gae_app" && SEVERITIES[entry.severity ?? "DEFAULT"] < SEVERITIES.ERROR)
    return undefined;
  if (entry.textPayload !== undefined)
    return hasStackTrace(entry.textPayload)
      ? { message: entry.textPayload, serviceContext: undefined }
      : undefined;
  const payload = entry.jsonPayload;
  const message = payload && reportedMessage(payload);
  return message === undefined ? undefined : { message, serviceContext: serviceContextOf(payload!) };
}

function reportedMessage(payload: Fields): string | undefined {
  const texts = ["stack_trace", "exception", "message"]
    .map((name) => payload[name])
    .filter((text): text is string => typeof text === "string" && text !== "");
  const traced = texts.find(hasStackTrace);
  if (traced !== undefined || payload["@type"] === REPORTED_ERROR_EVENT_TYPE) return traced ?? texts[0];
  return serviceContextOf(payload) && hasReportLocation(payload) ? texts[0] : undefined;
}

function hasReportLocation(payload: Fields): boolean {
  const context = payload["context"];
  return isObject(context) && isObject(context["reportLocation"]);
}

function serviceContextOf(payload: Fields): ServiceContext | undefined {
  const context = payload["serviceContext"];
  return isObject(context) && typeof context["service"] === "string"
    ? (context as unknown as ServiceContext)
    : undefined;
}

/**
 * Adds to a payload what Error Reporting needs to see an error: the service, and the stack of `error.stack` as
 * `stack_trace`. Payloads without a stack are marked by `@type`. Members that are there are kept.
 */
export function asReportedError(payload: Fields, serviceContext: ServiceContext): Fields {
  const error = payload["error"];
  const stack = isObject(error) ? error["stack"] : undefined;
  const traced = typeof stack === "string" && payload["stack_trace"] === undefined;
  const reported: Fields = { serviceContext, ...payload, ...(traced ? { stack_trace: stack } : undefined) };
  const marked = reportedError({ jsonPayload: reported }) !== undefined;
  return marked ? reported : { "@type": REPORTED_ERROR_EVENT_TYPE, ...reported };
}
