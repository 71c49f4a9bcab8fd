import { checkOrder } from "./commands/order-rules.ts";
import { compileCommand } from "./compile-command.ts";
import type { CompileContext } from "./compile-context.ts";
import type { SubqueryValues } from "./compile-expression.ts";
import type { QueryTimes } from "./functions/function.ts";
import { QueryScope } from "./query-scope.ts";
import type { PreparedSubquery, QueryPlan } from "./steps.ts";
import { parseQuery } from "./syntax/parse-query.ts";
import { QueryCompileError } from "./syntax/query-compile-error.ts";
import type { Command, SourceSelection, Subquery } from "./syntax/tree.ts";
import { keyOf, type Value } from "./values.ts";

/** What the compilation of a query depends on. */
export interface CompileQueryOptions extends Omit<CompileContext, "scope" | "subquery"> {
  readonly times: QueryTimes;
}

/**
 * Compiles a query in the Logs Insights query language.
 *
 * @throws QueryCompileError
 */
export function compileQuery(source: string, options: CompileQueryOptions): QueryPlan {
  return compilePlan(source, parseQuery(source), options);
}

function compilePlan(source: string, commands: readonly Command[], options: CompileQueryOptions): QueryPlan {
  checkOrder(commands);
  const subqueries: PreparedSubquery[] = [];
  const subquery = (inner: Subquery): PreparedSubquery => {
    const plan = compilePlan(source, inner.commands, options);
    if (!plan.source)
      throw new QueryCompileError("a subquery begins with SOURCE and the name of a log group", inner);
    const prepared = { plan, rows: [] };
    subqueries.push(prepared);
    return prepared;
  };
  let unmasks = commands.some((command) => command.kind === "fields" && command.unmasks);
  const scope = new QueryScope(source, {
    times: options.times,
    onUnmask: () => {
      unmasks = true;
    },
    subquery: (inner, field) => valuesOf(subquery(inner), field),
  });
  const steps = commands.flatMap((command) => compileCommand(command, { ...options, scope, subquery }));
  const hasLimit = commands.some(({ kind }) => kind === "limit");
  return {
    steps,
    columns: scope.columns,
    hasLimit,
    source: sourceOf(commands),
    subqueries,
    unmasks: unmasks || subqueries.some(({ plan }) => plan.unmasks),
  };
}

/** The values of the column that is named like the field, or of the last one. */
function valuesOf(subquery: PreparedSubquery, field: string | undefined): SubqueryValues {
  const { columns } = subquery.plan;
  const column = field !== undefined && columns.includes(field) ? field : columns.at(-1)!;
  let rows: PreparedSubquery["rows"] | undefined;
  let values = new Set<string>();
  return () => {
    if (rows !== subquery.rows) {
      rows = subquery.rows;
      const found: Value[] = rows.map((row) => row.get(column)).filter((value) => value !== undefined);
      values = new Set(found.map(keyOf));
    }
    return values;
  };
}

function sourceOf(commands: readonly Command[]): SourceSelection | undefined {
  const selections = commands
    .filter((command) => command.kind === "source")
    .map(({ selection }) => selection);
  return selections.length === 0
    ? undefined
    : { ...Object.assign({}, ...selections), names: selections.flatMap(({ names }) => names) };
}
