import type { PatternFinder } from "./commands/find-patterns.ts";
import type { LookupTable } from "./commands/lookup-table.ts";
import type { AnomalyJudge } from "./commands/pattern.ts";
import type { Bins } from "./commands/series.ts";
import type { QueryTimes } from "./functions/function.ts";
import type { QueryScope } from "./query-scope.ts";
import type { PreparedSubquery } from "./steps.ts";
import type { Command, Subquery } from "./syntax/tree.ts";

/** What the commands of a query are compiled with. */
export interface CompileContext {
  readonly times: QueryTimes;
  readonly scope: QueryScope;
  readonly subquery: (subquery: Subquery) => PreparedSubquery;
  /** A lookup table by its name. @default there are none */
  readonly lookupTable?: (name: string) => LookupTable | undefined;
  /**
   * Whether lookup tables and their columns are taken on trust: for a check of a query where there is no account.
   * @default false
   */
  readonly trustsLookupTables?: boolean;
  /** Finds the structures for `pattern`. @default by the types of the texts' parts */
  readonly findPatterns?: PatternFinder;
  /** Says what is unusual for `anomaly`. @default new patterns and those whose frequency changed threefold */
  readonly judgeAnomaly?: AnomalyJudge;
}

/** A command of one kind. */
export type CommandOf<Kind extends Command["kind"]> = Extract<Command, { kind: Kind }>;

/** What the latest `stats` of a query binned by. */
export const bins = new WeakMap<QueryScope, Bins | undefined>();
