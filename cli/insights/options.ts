import type { ConnectionOptions } from "../aws/connection.ts";
import type { LogOptions } from "../log-options.ts";

/** How a query is asked, on the command line. */
export interface InsightsOptions extends LogOptions, ConnectionOptions {
  readonly group: readonly string[];
  readonly from?: string;
  readonly to?: string;
  readonly limit?: number;
  readonly lookup: Readonly<Record<string, string>>;
  readonly json?: true;
  readonly csv?: true;
}
