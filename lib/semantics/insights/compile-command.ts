import { appendColumns, joinSpread, lookupAdder } from "./commands/combine.ts";
import { findPatterns, type PatternFinder } from "./commands/find-patterns.ts";
import type { LookupTable } from "./commands/lookup-table.ts";
import { compileParse, parsedNames } from "./commands/parse-pattern.ts";
import {
  ANOMALY_COLUMNS,
  type AnomalyJudge,
  anomalyRows,
  DIFFERENCE_COLUMNS,
  differenceRows,
  judgeAnomaly,
  PATTERN_COLUMNS,
  patternRows,
} from "./commands/pattern.ts";
import { RELEVANT_COLUMNS, relevantFields } from "./commands/relevant-fields.ts";
import { accumulate, type Bins, fillDown, fillMissing, lag, sessionize } from "./commands/series.ts";
import { compileStats } from "./commands/stats.ts";
import {
  addColumnTotals,
  addRowTotal,
  countFrequent,
  type ReadColumn,
  treatOutliers,
} from "./commands/totals.ts";
import type { Evaluate } from "./compile-expression.ts";
import { structureReader } from "./field-access.ts";
import type { QueryTimes } from "./functions/function.ts";
import { listOf, structureOf } from "./functions/json-functions.ts";
import type { QueryScope } from "./query-scope.ts";
import { EventRow } from "./rows/event-row.ts";
import { type Row, TableRow, VariantRow } from "./rows/row.ts";
import { reach } from "./rows/structure.ts";
import { compareForSort } from "./sort-order.ts";
import type { PreparedSubquery, RowStep, Step } from "./steps.ts";
import { capped, shifted } from "./syntax/period.ts";
import { QueryCompileError } from "./syntax/query-compile-error.ts";
import type { Column, Command, Expression, Path, Period, Subquery } from "./syntax/tree.ts";
import { isTrue, keyOf, textOf, toValue, type Value } from "./values.ts";

export interface CompileContext {
  readonly times: QueryTimes;
  readonly scope: QueryScope;
  readonly subquery: (subquery: Subquery) => PreparedSubquery;
  /** A lookup table by its name. @default there are none */
  readonly lookupTable?: (name: string) => LookupTable | undefined;
  /** Finds the structures for `pattern`. @default by the types of the texts' parts */
  readonly findPatterns?: PatternFinder;
  /** Says what is unusual for `anomaly`. @default new patterns and those whose frequency changed threefold */
  readonly judgeAnomaly?: AnomalyJudge;
}

type CommandOf<Kind extends Command["kind"]> = Extract<Command, { kind: Kind }>;

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

/** Commands that look at all rows to say something about them. */
function analysisSteps(command: Command, context: CompileContext): readonly Step[] {
  const { scope, times } = context;
  switch (command.kind) {
    case "pattern":
      return patternSteps(command.source, context);
    case "diff":
    case "logcompare": {
      const range =
        command.kind === "diff" ? comparedRange(command, times) : shiftedRange(times, command.shift);
      const before = scope.isAggregated ? [] : patternSteps(MESSAGE, context);
      scope.add(DIFFERENCE_COLUMNS);
      return [...before, table((rows, runtime) => differenceRows(rows, runtime, range))];
    }
    case "anomaly": {
      const before = scope.isAggregated ? [] : patternSteps(MESSAGE, context);
      const range = comparedRange({ with: "previous" }, times);
      const judge = context.judgeAnomaly ?? judgeAnomaly;
      scope.add(ANOMALY_COLUMNS);
      return [...before, table((rows, runtime) => anomalyRows(rows, runtime, range, judge))];
    }
    case "estimate": {
      scope.become(["estimatedBytesScanned"]);
      return [aggregate((_rows, { bytesScanned }) => [rowOf({ estimatedBytesScanned: bytesScanned })])];
    }
    case "addtotals":
      return totalSteps(command, scope);
    case "accum": {
      const value = scope.expression(command.source);
      scope.add([command.name]);
      return [table((rows) => accumulate(rows, value, command.name))];
    }
    case "autoregress": {
      const value = scope.expression(command.source);
      scope.add(command.lags.map(({ name }) => name));
      return [table((rows) => lag(rows, value, command.lags))];
    }
    case "filldown": {
      const known = scope.chosen;
      return [table((rows) => fillDown(rows, command.names, known))];
    }
    case "fillmissing": {
      const found = bins.get(scope);
      if (!found) throw new QueryCompileError("fillmissing: expected 'stats … by bin(…)' before it", command);
      return [table((rows) => fillMissing(rows, found, command.values))];
    }
    case "outlier": {
      const columns = command.fields.map((column) => readColumn(column, scope));
      if (command.mark) scope.add(columns.map(({ name }) => `${name}_outlier`));
      const options = { ...command, remove: command.action === "remove" };
      return [table((rows) => treatOutliers(rows, columns, options))];
    }
    case "sessionize": {
      const identity = command.columns.map(({ expression }) => scope.expression(expression));
      scope.add([command.name]);
      return [table((rows) => sessionize(rows, identity, command.gap, command.name))];
    }
    case "countFrequent": {
      const columns = command.columns.map((column) => readColumn(column, scope));
      scope.become([...columns.map(({ name }) => name), FREQUENCY]);
      return [aggregate((rows) => countFrequent(rows, columns, FREQUENCY))];
    }
    case "relevantfields": {
      const columns = command.columns.map((column) => readColumn(column, scope));
      const condition = scope.expression(command.condition);
      scope.become(RELEVANT_COLUMNS);
      return [aggregate((rows) => relevantFields(rows, condition, columns))];
    }
    default:
      throw new TypeError(`no steps for ${command.kind}`);
  }
}

/** The column of `countFrequent`. https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax-CountFrequent.html */
const FREQUENCY = "_approxcount";
const MESSAGE: Expression = { kind: "field", name: "@message", path: ["@message"], start: 0, end: 0 };
/** What the latest `stats` of a query binned by. */
const bins = new WeakMap<QueryScope, Bins | undefined>();

function table(apply: Extract<Step, { kind: "table" }>["apply"]): Step {
  return { kind: "table", isAggregate: false, apply };
}

function aggregate(apply: Extract<Step, { kind: "table" }>["apply"]): Step {
  return { kind: "table", isAggregate: true, apply };
}

function adding(add: (row: Row) => void): RowStep {
  return {
    kind: "row",
    isFilter: false,
    keeps(row) {
      add(row);
      return true;
    },
  };
}

function setAll(row: Row, computed: readonly ReadColumn[]): void {
  const values = computed.map(({ value }) => value(row));
  for (const [index, { name }] of computed.entries()) row.set(name, values[index]);
}

function filterStep(condition: Evaluate): RowStep {
  return { kind: "row", isFilter: true, keeps: (row) => isTrue(condition(row)) };
}

/** Only what the indexes of its log group hold: `field = value` or `field in [values]`. */
function indexStep({ condition }: CommandOf<"filterIndex">, scope: QueryScope): RowStep {
  const field = indexedField(condition);
  if (field === undefined)
    throw new QueryCompileError("filterIndex: expected a field, then = or in, then values", condition);
  const holds = scope.expression(condition);
  const isIndexed = (row: Row): boolean => !(row instanceof EventRow) || row.isIndexed(field);
  return { kind: "row", isFilter: true, keeps: (row) => isIndexed(row) && isTrue(holds(row)) };
}

function indexedField(condition: Expression): string | undefined {
  if (condition.kind === "in" && condition.operand.kind === "field") return condition.operand.name;
  const isEqual =
    condition.kind === "binary" && condition.operator === "=" && condition.left.kind === "field";
  return isEqual && condition.left.kind === "field" ? condition.left.name : undefined;
}

function parseSteps(command: CommandOf<"parse">, scope: QueryScope): readonly Step[] {
  const source = scope.expression(command.source);
  const extract = compileParse(command);
  scope.add(parsedNames(command), { isStructure: command.pattern === "logfmt" });
  const matchesOf = (row: Row) => {
    const text = textOf(source(row));
    return text === undefined ? [] : extract(text);
  };
  if (!command.multi)
    return [
      adding((row) => {
        for (const [name, value] of matchesOf(row)[0] ?? []) row.set(name, value);
      }),
    ];
  const spread = (row: Row): readonly Row[] => {
    const matches = matchesOf(row);
    return matches.length === 0 ? [row] : matches.map((match) => variant(row, match));
  };
  return [{ kind: "spread", spread }];
}

function variant(row: Row, values: Iterable<readonly [name: string, value: Value]>): Row {
  const made = new VariantRow(row);
  for (const [name, value] of values) made.set(name, value);
  return made;
}

function jsonStep({ source, path, name }: CommandOf<"json">, scope: QueryScope): Step {
  const value = scope.structure(source);
  scope.add([name]);
  return adding((row) => {
    const content = structureOf(value(row))?.content;
    row.set(name, content && toValue(reach(content, path)));
  });
}

function unnestStep({ source, name }: CommandOf<"unnest">, scope: QueryScope): Step {
  const value = scope.structure(source);
  scope.add([name], { isStructure: false });
  const spread = (row: Row): readonly Row[] => {
    const given = value(row);
    const items = listOf(given);
    return items
      ? items.map((item) => variant(row, [[name, toValue(item)]]))
      : [variant(row, [[name, given]])];
  };
  return { kind: "spread", spread };
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

function lookupStep(command: CommandOf<"lookup">, { scope, lookupTable }: CompileContext): Step {
  const found = lookupTable?.(command.table);
  if (!found) throw new QueryCompileError(`lookup: there is no lookup table ${command.table}`, command);
  const named = [...command.match, ...command.output].filter(({ from }) => from !== "");
  const missing = named.find(({ from }) => !found.columns.includes(from));
  if (missing)
    throw new QueryCompileError(`lookup: the table ${command.table} has no column ${missing.from}`, command);
  const values = command.match.map(({ to }) => scope.expression(fieldNamed(to, command)));
  scope.add(command.output.map(({ to }) => to));
  return adding(lookupAdder(command, found, values));
}

function fieldNamed(name: string, { start, end }: Command): Expression {
  return { kind: "field", name, path: name.split("."), start, end };
}

function patternSteps(
  source: Expression,
  { scope, findPatterns: find = findPatterns }: CompileContext,
): Step[] {
  scope.checkUse("pattern", [source]);
  const text = scope.expression(source);
  scope.become(PATTERN_COLUMNS);
  return [aggregate((rows) => patternRows(rows, text, find))];
}

function totalSteps(command: CommandOf<"addtotals">, scope: QueryScope): Step[] {
  const chosen = scope.chosen.map(
    (name): Column => ({ expression: fieldNamed(name, command), name, span: command }),
  );
  const columns = (command.fields.length > 0 ? command.fields : chosen).map((column) =>
    readColumn(column, scope),
  );
  const steps: Step[] = [];
  if (command.row) {
    scope.add([command.name]);
    steps.push(adding((row) => addRowTotal(row, columns, command.name)));
  }
  if (command.column) steps.push(table((rows) => addColumnTotals(rows, columns)));
  return steps;
}

function readColumn({ expression, name }: Column, scope: QueryScope): ReadColumn {
  return { name, value: scope.expression(expression) };
}

function rowOf(cells: Readonly<Record<string, Value>>): TableRow {
  return new TableRow(new Map(Object.entries(cells)));
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

function comparedRange(
  command: { readonly with: CommandOf<"diff">["with"] },
  times: QueryTimes,
): [number, number] {
  switch (command.with) {
    case "previous": {
      const length = times.end - times.start + 1;
      return [times.start - length, times.end - length];
    }
    case "previousDay":
      return shiftedRange(times, { count: 1, unit: "day" });
    case "previousWeek":
      return shiftedRange(times, { count: 1, unit: "week" });
    case "previousMonth":
      return shiftedRange(times, { count: 1, unit: "month" });
  }
}

function shiftedRange({ start, end }: QueryTimes, period: Period): [number, number] {
  return [shifted(start, period, -1), shifted(end, period, -1)];
}
