import { findPatterns } from "./commands/find-patterns.ts";
import {
  ANOMALY_COLUMNS,
  anomalyRows,
  DIFFERENCE_COLUMNS,
  differenceRows,
  judgeAnomaly,
  PATTERN_COLUMNS,
  patternRows,
} from "./commands/pattern.ts";
import { RELEVANT_COLUMNS, relevantFields } from "./commands/relevant-fields.ts";
import { accumulate, fillDown, fillMissing, lag, sessionize } from "./commands/series.ts";
import { addColumnTotals, addRowTotal, countFrequent, treatOutliers } from "./commands/totals.ts";
import { bins, type CommandOf, type CompileContext } from "./compile-context.ts";
import type { QueryTimes } from "./functions/function.ts";
import type { QueryScope } from "./query-scope.ts";
import { TableRow } from "./rows/row.ts";
import { adding, aggregate, fieldNamed, readColumn, table } from "./step-makers.ts";
import type { Step } from "./steps.ts";
import { shifted } from "./syntax/period.ts";
import { QueryCompileError } from "./syntax/query-compile-error.ts";
import type { Column, Command, Expression, Period } from "./syntax/tree.ts";
import type { Value } from "./values.ts";

/** Commands that look at all rows to say something about them. */
export function analysisSteps(command: Command, context: CompileContext): readonly Step[] {
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

function rowOf(cells: Readonly<Record<string, Value>>): TableRow {
  return new TableRow(new Map(Object.entries(cells)));
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
