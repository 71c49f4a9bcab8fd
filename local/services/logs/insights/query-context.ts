import type { Cloud } from "#kernel/cloud.ts";
import type { LogStore } from "../log-store.ts";
import type { IndexPolicyOf } from "./event-selection.ts";
import type { LookupTables } from "./lookup-tables.ts";
import type { QueryRuns } from "./query-runs.ts";

/** What of CloudWatch Logs a query needs. */
export interface QueryContext {
  readonly cloud: Cloud;
  readonly store: LogStore;
  readonly queries: QueryRuns;
  readonly lookupTables: LookupTables;
  /** The index policy that holds for a group. */
  readonly indexPolicyOf: IndexPolicyOf;
}
