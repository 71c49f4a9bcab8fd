import type { ConnectionOptions } from "../aws/connection.ts";

/** How logs are tailed, on the command line. */
export interface TailOptions extends ConnectionOptions {
  readonly follow?: true;
  readonly filter?: string;
  readonly since: string;
  readonly until?: string;
  readonly stream?: string;
  /** `true` without a filter. */
  readonly google?: string | true;
  readonly project?: string;
  readonly fields?: readonly string[];
  readonly raw?: true;
  readonly json?: true;
}
