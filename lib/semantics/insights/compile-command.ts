import { analysisSteps } from "./analysis-commands.ts";
import { appendColumns, joinSpread } from "./commands/combine.ts";
import type { Bins } from "./commands/series.ts";
import { compileStats } from "./commands/stats.ts";
import { bins, type CommandOf, type CompileContext } from "./compile-context.ts";
import type { Evaluate } from "./compile-expression.ts";
import { structureReader } from "./field-access.ts";
import type { QueryScope } from "./query-scope.ts";
import {
  filterStep,
  indexStep,
  jsonStep,
  lookupStep,
  parseSteps,
  setAll,
  unnestStep,
} from "./row-commands.ts";
import type { Row } from "./rows/row.ts";
import { compareForSort } from "./sort-order.ts";
import { adding, table } from "./step-makers.ts";
import type { Step } from "./steps.ts";
import { capped } from "./syntax/period.ts";
import type { Column, Command, Expression, Path } from "./syntax/tree.ts";
import { keyOf, type Value } from "./values.ts";

/** The steps of one command. @throws QueryCompileError */
export function compileCommand(command: Command, context: CompileContext): readonly Step[] {
  const { scope } = context;
  switch (command.kind) {
    case "source":
      return [];
    case "fields":
    case "display": {
      const computed = scope.select(command.kind, command.columns);
      return computed.length === 0 ? [] : [adding((row) => setAll(row, computed))];
    }
    case "filter":
      return [filterStep(scope.expression(command.condition))];
    case "filterIndex":
      return [indexStep(command, scope)];
    case "parse":
      return parseSteps(command, scope);
    case "json":
      return [jsonStep(command, scope)];
    case "unnest":
      return [unnestStep(command, scope)];
    case "stats": {
      scope.checkUse("stats", [...command.aggregates, ...command.by].flatMap(fieldsIn));
      const apply = compileStats(command, scope.options);
      scope.become([...command.by, ...command.aggregates].map(({ name }) => name));
      bins.set(scope, binsOf(command));
      return [{ kind: "table", isAggregate: true, apply }];
    }
    case "sort":
      return [sortStep(command, scope)];
    case "limit": {
      const { count, which } = command;
      if (which === "any") return [{ kind: "stop", count }];
      return [table((rows) => (which === "last" ? rows.slice(-count) : rows.slice(0, count)))];
    }
    case "dedup": {
      scope.checkUse(
        "dedup",
        command.columns.map(({ expression }) => expression),
      );
      const keys = command.columns.map(({ expression }) => scope.expression(expression));
      return [table((rows) => deduplicate(rows, keys))];
    }
    case "join": {
      const subquery = context.subquery(command.subquery);
      const leftKey = keyReader(command.leftKey);
      return [
        { kind: "spread", spread: joinSpread(command, leftKey, keyReader(command.rightKey), subquery) },
      ];
    }
    case "lookup":
      return [lookupStep(command, context)];
    case "appendcols": {
      const subquery = context.subquery(command.subquery);
      scope.add(subquery.plan.columns);
      return [table((rows) => appendColumns(rows, subquery, command))];
    }
    default:
      return analysisSteps(command, context);
  }
}

function sortStep(command: CommandOf<"sort">, scope: QueryScope): Step {
  scope.checkUse(
    "sort",
    command.keys.map(({ expression }) => expression),
  );
  const keys = command.keys.map(({ expression, descending }) => ({
    value: scope.expression(expression),
    direction: descending ? -1 : 1,
  }));
  return table((rows) => {
    const keyed = rows.map((row) => ({ row, values: keys.map(({ value }) => value(row)) }));
    keyed.sort((left, right) => {
      for (const [index, { direction }] of keys.entries()) {
        const order = direction * compareForSort(left.values[index], right.values[index]);
        if (order !== 0) return order;
      }
      return 0;
    });
    return keyed.map(({ row }) => row);
  });
}

/** Rows in which one of the fields is missing are all kept. */
function deduplicate(rows: readonly Row[], keys: readonly Evaluate[]): Row[] {
  const seen = new Set<string>();
  return rows.filter((row) => {
    const values: Value[] = keys.map((key) => key(row));
    if (values.includes(undefined)) return true;
    const key = JSON.stringify(values.map(keyOf));
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

function keyReader(path: Path): Evaluate {
  return structureReader({ name: path.join("."), path });
}

function binsOf({ by }: CommandOf<"stats">): Bins | undefined {
  for (const { expression, name } of by) {
    const period = expression.kind === "call" ? expression.arguments.at(-1) : undefined;
    if (expression.kind === "call" && expression.name.toLowerCase() === "bin" && period?.kind === "period")
      return {
        name,
        period: capped(period.period),
        series: by.filter((column) => column.name !== name).map((column) => column.name),
      };
  }
  return undefined;
}

/** The fields that an expression names directly or as arguments. */
function fieldsIn({ expression }: Column): Expression[] {
  return expression.kind === "call" ? [...expression.arguments] : [expression];
}
