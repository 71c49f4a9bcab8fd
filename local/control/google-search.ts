import { compileLoggingFilter, LoggingFilterSyntaxError } from "cumulog/semantics";
import type { Cloud } from "../kernel/cloud.ts";
import { GoogleError } from "../services/cloud-logging/google-error.ts";
import { googleLogsOf, type ListRequest } from "../services/cloud-logging/google-logs.ts";
import { RequestRefusedError } from "./request-refused-error.ts";

const DEFAULT_PROJECT = "projects/local-project";

/** Searches Cloud Logging over every project, folder or organization that has written something. */
export class GoogleSearch {
  readonly #cloud: Cloud;
  readonly #resources = new Set([DEFAULT_PROJECT]);

  constructor(cloud: Cloud) {
    this.#cloud = cloud;
    cloud.events.on("google-entries", ({ entries }) => {
      for (const { logName } of entries)
        this.#resources.add(String(logName).slice(0, String(logName).indexOf("/logs/")));
    });
  }

  /** Names of the logs that have entries. */
  logs(): { logNames: readonly string[] } {
    return googleLogsOf(this.#cloud).listLogs({ resourceNames: this.#newestResources() });
  }

  /** `entries.list`; a filter that cannot be understood comes back as `{ problem, position }`. */
  entries({
    filter = "",
    orderBy = "timestamp desc",
    pageSize = 200,
    pageToken,
    ...rest
  }: ListRequest): object {
    try {
      compileLoggingFilter(filter);
      const resourceNames = rest.resourceNames ?? this.#newestResources();
      const request = { filter, orderBy, pageSize, resourceNames };
      return googleLogsOf(this.#cloud).list({ ...request, ...(pageToken !== undefined && { pageToken }) });
    } catch (error) {
      if (error instanceof LoggingFilterSyntaxError)
        return { problem: error.message, position: error.position };
      if (error instanceof GoogleError) throw new RequestRefusedError(400, error.message);
      throw error;
    }
  }

  /** A request names at most 100. */
  #newestResources(): string[] {
    return [...this.#resources].slice(-100);
  }
}
