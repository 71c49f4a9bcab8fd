import { createHash } from "node:crypto";
import {
  ERROR_EVENT_MAX_AGE_MS,
  errorGroupKey,
  type LogEntry,
  parentOf,
  type ReportLocation,
  reportedError,
  resolutionStatus,
  statusAfterError,
} from "cumulog/semantics";
import type { Cloud } from "../../kernel/cloud.ts";
import { GoogleError } from "../../kernel/google/google-error.ts";
import type { Journal } from "../../kernel/storage/storage.ts";
import { StoredMap } from "../../kernel/storage/stored-map.ts";
import type { ErrorEvent, ErrorGroup, KeptError } from "./error-groups.ts";

/** Errors that are kept; the oldest go first. */
const MOST_ERRORS = 20_000;
const HOUR = 3_600_000;

/** How far back a range looks, in ms. @see https://cloud.google.com/error-reporting/reference/rest/v1beta1/QueryTimeRange */
const PERIODS: Readonly<Record<string, number>> = {
  PERIOD_1_HOUR: HOUR,
  PERIOD_6_HOURS: 6 * HOUR,
  PERIOD_1_DAY: 24 * HOUR,
  PERIOD_1_WEEK: 7 * 24 * HOUR,
  PERIOD_30_DAYS: 30 * 24 * HOUR,
};

/** Which errors a request is about. */
export interface ErrorSelection {
  readonly serviceFilter?:
    | { readonly service?: string; readonly version?: string; readonly resourceType?: string }
    | undefined;
  readonly timeRange?: { readonly period?: string } | undefined;
}

/** The errors that entries of one cloud report, and their groups. */
export class ErrorReporting {
  readonly #cloud: Cloud;
  readonly #groups: StoredMap<ErrorGroup>;
  readonly #journal: Journal<KeptError>;
  #errors: KeptError[];
  #count = 0;

  constructor(cloud: Cloud) {
    this.#cloud = cloud;
    this.#groups = new StoredMap(cloud.storage.collection("error-reporting-groups"));
    this.#journal = cloud.storage.journal("error-reporting-errors");
    this.#errors = [...this.#journal.rows()].map(({ row }) => row);
    this.#count = this.#errors.length;
  }

  /** Looks at an entry that a bucket stores which Error Reporting analyzes. */
  take(entry: LogEntry): void {
    const reported = reportedError(entry);
    if (!reported) return;
    const project = parentOf(entry);
    const context = contextOf(entry);
    const { reportLocation } = context ?? {};
    const { message } = reported;
    const key = errorGroupKey({ message, reportLocation: reportLocation as ReportLocation | undefined });
    const groupId = createHash("sha256").update(`${project} ${key}`).digest("base64url").slice(0, 22);
    const name = `${project}/groups/${groupId}`;
    const group = this.#groups.get(name);
    const status = statusAfterError(group?.resolutionStatus);
    if (group?.resolutionStatus !== status)
      this.#groups.set(name, { ...group, name, groupId, resolutionStatus: status });
    const event: ErrorEvent = {
      eventTime: entry.timestamp!,
      serviceContext: reported.serviceContext ?? { service: entry.resource?.type ?? "" },
      message,
      ...(context && { context }),
    };
    this.#add({
      project,
      groupId,
      time: Date.parse(entry.timestamp!),
      // The newest comes first in lists.
      order: String(Number.MAX_SAFE_INTEGER - this.#count++),
      event,
    });
  }

  /** Errors of a project, the oldest first, and since when. */
  errors(
    project: string,
    { serviceFilter = {}, timeRange }: ErrorSelection,
  ): { readonly begin: string; readonly errors: readonly KeptError[] } {
    const begin = this.#cloud.clock.now() - (PERIODS[timeRange?.period ?? ""] ?? HOUR);
    const wanted = Object.entries(serviceFilter).filter(([, value]) => value !== "");
    const errors = this.#errors.filter(
      (error) =>
        error.project === `projects/${project}` &&
        error.time >= begin &&
        wanted.every(
          ([member, value]) => (error.event.serviceContext as Record<string, unknown>)[member] === value,
        ),
    );
    return { begin: new Date(begin).toISOString(), errors };
  }

  /** @throws GoogleError NOT_FOUND */
  group(name: string): ErrorGroup {
    const group = this.#groups.get(name);
    if (group) return group;
    throw new GoogleError("NOT_FOUND", `The error group ${name} does not exist.`, { field: "groupName" });
  }

  /** Changes what people say of a group. @throws GoogleError, InvalidArgumentError */
  change({ name = "", resolutionStatus: status, trackingIssues }: Partial<ErrorGroup>): ErrorGroup {
    const { trackingIssues: _, ...group } = this.group(name);
    const changed: ErrorGroup = {
      ...group,
      resolutionStatus: resolutionStatus(status),
      ...(trackingIssues && trackingIssues.length > 0 && { trackingIssues }),
    };
    this.#groups.set(name, changed);
    return changed;
  }

  /** Forgets the errors of a project. */
  forget(project: string): void {
    const path = `projects/${project}`;
    this.#errors = this.#errors.filter((error) => error.project !== path);
    this.#journal.deleteOwner(path);
  }

  #add(error: KeptError): void {
    this.#journal.append(error, error.project, error.time);
    this.#errors.push(error);
    const last = this.#errors.at(-2);
    if (last && last.time > error.time) this.#errors.sort((one, other) => one.time - other.time);
    if (this.#errors.length > MOST_ERRORS * 1.1) this.#errors = this.#errors.slice(-MOST_ERRORS);
    this.#journal.deleteOlder(error.project, this.#cloud.clock.now() - ERROR_EVENT_MAX_AGE_MS);
  }
}

/** What an error says of its surroundings, in the members that the API has. */
function contextOf({ jsonPayload, httpRequest }: LogEntry): Record<string, unknown> | undefined {
  const given = jsonPayload?.["context"];
  const context = typeof given === "object" && given !== null ? (given as Record<string, unknown>) : {};
  const { requestMethod, requestUrl, userAgent, referer, remoteIp, status } = httpRequest ?? {};
  const http = httpRequest
    ? {
        method: requestMethod,
        url: requestUrl,
        userAgent,
        referrer: referer,
        remoteIp,
        responseStatusCode: status,
      }
    : context["httpRequest"];
  const members = { httpRequest: http, user: context["user"], reportLocation: context["reportLocation"] };
  const present = Object.entries(members).filter(([, value]) => value !== undefined);
  return present.length > 0 ? Object.fromEntries(present) : undefined;
}

/** The id of a project's full name. @throws GoogleError INVALID_ARGUMENT */
export function projectOf(projectName: string): string {
  const [, project] = /^projects\/([^/]+)$/.exec(projectName) ?? [];
  if (project !== undefined) return project;
  throw new GoogleError("INVALID_ARGUMENT", `Invalid project name "${projectName}": expected projects/ID.`, {
    field: "projectName",
  });
}

/** Opens what a cloud keeps of Error Reporting. */
export function openErrorReporting(cloud: Cloud): ErrorReporting {
  return new ErrorReporting(cloud);
}
