import { ERROR_EVENT_MAX_AGE_MS } from "../limits.ts";
import type { ReportLocation } from "./error-group.ts";
import { REPORTED_ERROR_EVENT_TYPE } from "./error-reporting.ts";
import { InvalidArgumentError } from "./invalid-argument-error.ts";
import type { LogEntry } from "./log-entry.ts";
import { hasStackTrace } from "./stack-trace.ts";
import { parseTimestamp } from "./timestamp.ts";

/**
 * An error as a program reports it itself.
 *
 * @see https://cloud.google.com/error-reporting/reference/rest/v1beta1/projects.events/report
 */
export interface ReportedErrorEvent {
  /** RFC 3339. @default the time of arrival */
  readonly eventTime?: string;
  readonly serviceContext?: { readonly service?: string; readonly version?: string };
  readonly message?: string;
  readonly context?: {
    readonly reportLocation?: ReportLocation;
    readonly httpRequest?: object;
    readonly user?: string;
  };
}

/**
 * The entry that a reported error becomes.
 *
 * @param projectId whose errors these are
 * @param now time of arrival, in ms since the epoch
 * @throws InvalidArgumentError
 */
export function acceptReportedError(event: ReportedErrorEvent, projectId: string, now: number): LogEntry {
  const { eventTime, serviceContext, message = "", context } = event;
  if (!serviceContext?.service)
    throw new InvalidArgumentError("serviceContext.service: expected a name", "serviceContext.service");
  if (message === "") throw new InvalidArgumentError("message: expected a text", "message");
  const { reportLocation } = context ?? {};
  const placed = Boolean(reportLocation?.functionName) || Boolean(reportLocation?.filePath);
  if (!placed && !hasStackTrace(message))
    throw new InvalidArgumentError(
      "ReportedErrorEvent.context must contain a location unless `message` contain an exception or stacktrace.",
      "context.reportLocation",
    );
  const time = eventTime === undefined ? undefined : parseTimestamp(eventTime);
  if (eventTime !== undefined && (!time || time.seconds * 1000 < now - ERROR_EVENT_MAX_AGE_MS))
    throw new InvalidArgumentError(
      "eventTime: expected an RFC 3339 time not longer ago than entries are kept",
      "eventTime",
    );
  return {
    logName: `projects/${projectId}/logs/clouderrorreporting.googleapis.com%2Freported_errors`,
    resource: { type: "global", labels: { project_id: projectId } },
    timestamp: eventTime ?? new Date(now).toISOString(),
    severity: "ERROR",
    jsonPayload: { "@type": REPORTED_ERROR_EVENT_TYPE, ...event },
  };
}

/** Where entries are stored, as far as Error Reporting asks. */
export interface ErrorStorage {
  /** Whether the bucket is encrypted with keys of the customer. @default false */
  readonly cmek?: boolean;
  /** Whether the bucket is one of the entry's own project. @default true */
  readonly ownProject?: boolean;
}

/**
 * Whether Error Reporting looks at entries in a bucket.
 *
 * @see https://cloud.google.com/error-reporting/docs/formatting-error-messages
 */
export function isAnalyzed({ cmek = false, ownProject = true }: ErrorStorage): boolean {
  return !cmek && ownProject;
}

/** What people said of a group of errors. */
export type ResolutionStatus = "OPEN" | "ACKNOWLEDGED" | "RESOLVED" | "MUTED";

/**
 * The status of a group once one more error came in: a resolved one opens again, others stay.
 *
 * @see https://cloud.google.com/error-reporting/reference/rest/v1beta1/ErrorGroup#ResolutionStatus
 */
export function statusAfterError(status: ResolutionStatus | undefined): ResolutionStatus {
  return status === undefined || status === "RESOLVED" ? "OPEN" : status;
}

/** The status that is kept of one that is given: an unspecified one is open. @throws InvalidArgumentError */
export function resolutionStatus(given: string | undefined): ResolutionStatus {
  switch (given) {
    case undefined:
    case "RESOLUTION_STATUS_UNSPECIFIED":
      return "OPEN";
    case "OPEN":
    case "ACKNOWLEDGED":
    case "RESOLVED":
    case "MUTED":
      return given;
    default:
      throw new InvalidArgumentError(
        `resolutionStatus: found "${given}", expected OPEN, ACKNOWLEDGED, RESOLVED or MUTED`,
        "resolutionStatus",
      );
  }
}
