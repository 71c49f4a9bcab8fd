import type { ConnectionOptions } from "../aws/connection.ts";

/** How alarms are listed. */
export interface ListOptions extends ConnectionOptions {
  readonly json?: true;
  readonly state?: string;
  readonly prefix?: string;
}

/** How the history of alarms is printed. */
export interface HistoryOptions extends ConnectionOptions {
  readonly json?: true;
  readonly type?: string;
  readonly limit: string;
}

/** States that an alarm can have. */
export const STATES: readonly string[] = ["OK", "ALARM", "INSUFFICIENT_DATA"];
