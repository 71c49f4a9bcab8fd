import { compileLoggingFilter, LoggingFilterSyntaxError } from "cumulog/semantics";
import type { Cloud } from "../kernel/cloud.ts";
import { GoogleError } from "../kernel/google/google-error.ts";
import { RequestRefusedError } from "./request-refused-error.ts";

const DEFAULT_PROJECT = "projects/local-project";

/** A request of the page. */
export interface EntrySearch {
  readonly filter?: string;
  readonly orderBy?: string;
  readonly pageSize?: number;
  readonly pageToken?: string;
  readonly resourceNames?: readonly string[];
}

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
  logs(): Promise<{ logNames: readonly string[] }> {
    const [parent, ...resourceNames] = this.#newestResources();
    return this.#cloud.call("cloud-logging", "ListLogs", { parent, resourceNames });
  }

  /** `entries.list`; a filter that cannot be understood comes back as `{ problem, position }`. */
  async entries({
    filter = "",
    orderBy = "timestamp desc",
    pageSize = 200,
    pageToken,
    ...rest
  }: EntrySearch): Promise<object> {
    try {
      compileLoggingFilter(filter);
      const resourceNames = rest.resourceNames ?? this.#newestResources();
      const request = { filter, orderBy, pageSize, resourceNames };
      return await this.#cloud.call("cloud-logging", "ListLogEntries", {
        ...request,
        ...(pageToken !== undefined && { pageToken }),
      });
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
