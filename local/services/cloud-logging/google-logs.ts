import type { LogEntry } from "cumulog/semantics";
import { CLOUD_LOGGING_DEFAULT_RETENTION_DAYS, CLOUD_LOGGING_LIST_MAX_PAGE_SIZE } from "cumulog/semantics";
import type { Cloud } from "../../kernel/cloud.ts";
import { acceptEntry, type EntryDefaults } from "./accept-entry.ts";
import { LoggingConfiguration } from "./configuration/configuration.ts";
import { EntryStore } from "./entry-store.ts";
import { type EntryStatus, GOOGLE_CODES, GoogleError } from "./google-error.ts";
import { MessageSize } from "./message-size.ts";
import { checkedPageSize, pageSizeOf, readPageToken, writePageToken } from "./page-token.ts";
import { compileSelection } from "./query.ts";
import { checkLogName, logNamePrefixes } from "./resource-names.ts";
import type { Place } from "./stored-entry.ts";
import { type TailRequest, tailEntries } from "./tail.ts";

const DEFAULT_PAGE_SIZE = 50;
const DAY = 86_400_000;

export interface GoogleLogsOptions {
  /** How many days entries are kept. @default 30 */
  readonly retentionDays?: number;
  /** The oldest entries go when there are more. @default 1000000 */
  readonly maxEntries?: number;
}

export interface WriteRequest extends EntryDefaults {
  readonly entries?: readonly LogEntry[];
  readonly partialSuccess?: boolean;
  readonly dryRun?: boolean;
}

export interface ListRequest {
  readonly resourceNames?: readonly string[];
  readonly filter?: string;
  /** `"timestamp asc"` (the default) or `"timestamp desc"`. */
  readonly orderBy?: string;
  readonly pageSize?: number;
  readonly pageToken?: string;
}

export interface ListLogsRequest {
  readonly parent?: string;
  readonly resourceNames?: readonly string[];
  readonly pageSize?: number;
  readonly pageToken?: string;
}

/**
 * Cloud Logging's `LoggingServiceV2`: what it accepts, keeps and finds. Requests and entries have the API's JSON form;
 * errors are {@link GoogleError}. New entries are told to the cloud as `google-entries`.
 *
 * @see https://cloud.google.com/logging/docs/reference/v2/rest
 */
export class GoogleLogs {
  readonly configuration: LoggingConfiguration;
  readonly #cloud: Cloud;
  readonly #store: EntryStore;
  readonly #retention: number;
  #generated = 0;

  constructor(
    cloud: Cloud,
    { retentionDays = CLOUD_LOGGING_DEFAULT_RETENTION_DAYS, maxEntries = 1_000_000 }: GoogleLogsOptions = {},
  ) {
    this.#cloud = cloud;
    this.configuration = new LoggingConfiguration(cloud);
    this.#retention = retentionDays * DAY;
    this.#store = new EntryStore(cloud.storage, maxEntries);
  }

  /** How many entries are kept. */
  get size(): number {
    return this.#store.size;
  }

  /** Writes entries; without `partialSuccess` all of them or none. */
  write({ entries = [], partialSuccess = false, dryRun = false, ...defaults }: WriteRequest): void {
    if (defaults.logName) checkLogName(defaults.logName);
    const now = this.#cloud.clock.now();
    const accepted: LogEntry[] = [];
    const refused: Record<number, EntryStatus> = {};
    let first: GoogleError | undefined;
    for (const [index, entry] of entries.entries()) {
      try {
        accepted.push(acceptEntry(entry, defaults, now, this.#nextInsertId(now)));
      } catch (error) {
        if (!(error instanceof GoogleError)) throw error;
        first ??= error;
        refused[index] = { code: GOOGLE_CODES[error.code].number, message: error.message };
      }
    }
    if (first && !partialSuccess) throw first;
    if (!dryRun) this.#keep(accepted, now);
    if (first)
      throw new GoogleError(
        first.code,
        first.message,
        accepted.length > 0 ? { entryErrors: refused } : undefined,
      );
  }

  /** Entries that are older than the retention, or that an exclusion matches, are accepted but not kept. */
  #keep(accepted: readonly LogEntry[], now: number): void {
    this.#expire();
    const kept = accepted.filter(
      (entry) => Date.parse(entry.timestamp!) >= now - this.#retention && !this.configuration.excludes(entry),
    );
    const entries = this.#store.add(kept);
    if (entries.length > 0)
      this.#cloud.events.emit("google-entries", {
        entries: entries as unknown as readonly Record<string, unknown>[],
      });
  }

  /** Generated ids sort in the order of their entries. */
  #nextInsertId(now: number): string {
    return `${now.toString(36).padStart(9, "0")}${(this.#generated++).toString(36).padStart(7, "0")}`;
  }

  list({ resourceNames = [], filter = "", orderBy = "", pageSize, pageToken }: ListRequest): {
    entries: LogEntry[];
    nextPageToken?: string;
  } {
    this.#expire();
    const size = checkedPageSize(pageSize, DEFAULT_PAGE_SIZE, CLOUD_LOGGING_LIST_MAX_PAGE_SIZE);
    const descending = isDescending(orderBy);
    const selects = compileSelection(resourceNames, filter);
    const request = [resourceNames, filter, descending];
    const start = readPageToken<Place>(pageToken, request);
    const entries: LogEntry[] = [];
    const message = new MessageSize();
    let last: Place | undefined;
    for (const stored of this.#store.from(start, descending)) {
      if (!selects(stored.entry)) continue;
      if (entries.length === size || !message.takes(stored.entry)) {
        const { time, insertId, sequence } = last!;
        return { entries, nextPageToken: writePageToken(request, { time, insertId, sequence }) };
      }
      entries.push(stored.entry);
      last = stored;
    }
    return { entries };
  }

  listLogs({ parent, resourceNames = [], pageSize, pageToken }: ListLogsRequest): {
    logNames: string[];
    nextPageToken?: string;
  } {
    this.#expire();
    const size = pageSizeOf(pageSize, DEFAULT_PAGE_SIZE, CLOUD_LOGGING_LIST_MAX_PAGE_SIZE);
    const request = [...(parent ? [parent] : []), ...resourceNames];
    const prefixes = logNamePrefixes(request);
    const after = readPageToken<string>(pageToken, request);
    const names = this.#store
      .logNames()
      .filter((name) => prefixes.some((prefix) => name.startsWith(prefix)) && (!after || name > after));
    const logNames = names.slice(0, size);
    return names.length > size
      ? { logNames, nextPageToken: writePageToken(request, logNames.at(-1)) }
      : { logNames };
  }

  /** Removes a log with its entries; it is there again when something is written to it. */
  deleteLog(logName: string): void {
    if (!this.#store.deleteLog(checkLogName(logName)))
      throw new GoogleError("NOT_FOUND", `The log ${logName} was not found.`);
  }

  /** Delivers entries as they are written until the returned function is called. */
  tail(request: TailRequest, deliver: (entries: readonly LogEntry[]) => void): () => void {
    return tailEntries(this.#cloud, request, deliver);
  }

  #expire(): void {
    this.#store.deleteOlder(this.#cloud.clock.now() - this.#retention);
  }
}

function isDescending(orderBy: string): boolean {
  const [field, direction = "asc", ...more] = orderBy.trim().split(/\s+/);
  if (field === "") return false;
  if (field === "timestamp" && (direction === "asc" || direction === "desc") && more.length === 0)
    return direction === "desc";
  throw new GoogleError(
    "INVALID_ARGUMENT",
    `order_by "${orderBy}" is invalid: expected "timestamp asc" or "timestamp desc".`,
  );
}

const services = new WeakMap<Cloud, GoogleLogs>();

/** Adds Cloud Logging to a cloud. */
export function registerGoogleLogs(cloud: Cloud, options: GoogleLogsOptions = {}): GoogleLogs {
  const service = new GoogleLogs(cloud, options);
  services.set(cloud, service);
  return service;
}

/** The Cloud Logging of a cloud, made with its defaults if nobody registered one. */
export function googleLogsOf(cloud: Cloud): GoogleLogs {
  return services.get(cloud) ?? registerGoogleLogs(cloud);
}
