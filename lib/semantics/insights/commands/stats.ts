import { type CompileOptions, checkCount, compileExpression, type Evaluate } from "../compile-expression.ts";
import {
  type Aggregate,
  type AggregateDefinition,
  aggregateNamed,
  plainName,
} from "../functions/aggregates.ts";
import { type Row, TableRow } from "../rows/row.ts";
import { shifted } from "../syntax/period.ts";
import { QueryCompileError } from "../syntax/query-compile-error.ts";
import type { Column, Command, Expression, Period } from "../syntax/tree.ts";
import { keyOf, Timestamp, toNumber, type Value } from "../values.ts";

interface Slot {
  readonly create: () => Aggregate;
  /** What each row adds; undefined where every row counts. */
  readonly argument: Evaluate | undefined;
}

interface Group {
  readonly by: readonly Value[];
  readonly aggregates: readonly Aggregate[];
}

/** A row while the columns of a group are computed: the aggregates' results by their slots, columns by their names. */
class GroupRow extends TableRow {
  readonly group: Group;

  constructor(group: Group, values: Map<string, Value>) {
    super(values);
    this.group = group;
  }
}

type Call = Extract<Expression, { kind: "call" }>;
type Stats = Extract<Command, { kind: "stats" }>;

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax-Stats.html#CWL_QuerySyntax-stats-functions */
const MAX_TOP = 10_000;
const MAX_BUCKETS = 10_000;

/**
 * Compiles `stats`: rows in, one row a group out, in the order in which the groups appear.
 *
 * @throws QueryCompileError
 */
export function compileStats(stats: Stats, options: CompileOptions): (rows: readonly Row[]) => TableRow[] {
  const { aggregates, by, offset } = stats;
  checkTop(stats);
  const slots: Slot[] = [];
  const keys = by.map(({ expression }) =>
    offsetKey(compileExpression(expression, options), expression, offset),
  );
  const named = new Set(by.map(({ name }) => name));
  const columns = aggregates.map((column) => {
    const evaluate = compileColumn(column, slots, named, options);
    named.add(column.name);
    return evaluate;
  });
  return (rows) => {
    const groups = new Map<string, Group>();
    for (const row of rows) {
      const values = keys.map((key) => key(row));
      const name = JSON.stringify(values.map(keyOf));
      let group = groups.get(name);
      if (!group) {
        group = { by: values, aggregates: slots.map(({ create }) => create()) };
        groups.set(name, group);
      }
      const time = toNumber(row.get("@timestamp"));
      for (const [index, { argument }] of slots.entries())
        group.aggregates[index]!.add(argument ? argument(row) : 1, time);
    }
    return [...groups.values()].map((group) => {
      const values = new Map<string, Value>();
      for (const [index, { name }] of by.entries()) values.set(name, group.by[index]);
      const row = new GroupRow(group, values);
      for (const [index, { name }] of aggregates.entries()) values.set(name, columns[index]!(row));
      return new TableRow(values);
    });
  };
}

/** Bins that `offset` moves ahead, so that what lies so far back stands beside what is now. */
function offsetKey(key: Evaluate, expression: Expression, offset: Period | undefined): Evaluate {
  if (!offset || expression.kind !== "call" || expression.name.toLowerCase() !== "bin") return key;
  return (row) => {
    const value = key(row);
    return value instanceof Timestamp ? new Timestamp(shifted(value.time, offset, 1)) : value;
  };
}

function checkTop({ aggregates, by }: Stats): void {
  const top = aggregates.find(
    ({ expression }) => expression.kind === "call" && plainName(expression.name) === "topk",
  );
  if (top && (by.length > 0 || aggregates.length > 1))
    throw new QueryCompileError("topk: expected no 'by' and no other aggregate beside it", top.span);
}

function compileColumn(
  { expression }: Column,
  slots: Slot[],
  named: ReadonlySet<string>,
  options: CompileOptions,
): Evaluate {
  let isAggregated = false;
  const special = (inner: Expression): Evaluate | undefined => {
    if (inner.kind === "field") {
      if (!named.has(inner.name))
        throw new QueryCompileError(
          `${inner.name}: expected it inside an aggregate such as count, or after 'by'`,
          inner,
        );
      isAggregated = true;
      return (row) => row.get(inner.name);
    }
    if (inner.kind !== "call") return undefined;
    const definition = aggregateNamed(inner.name);
    if (!definition) return undefined;
    isAggregated = true;
    const index = slots.push(compileAggregate(inner, definition, options)) - 1;
    return (row) => (row as GroupRow).group.aggregates[index]!.result();
  };
  const evaluate = compileExpression(expression, { ...options, special });
  if (!isAggregated)
    throw new QueryCompileError("stats: expected an aggregate such as count or avg", expression);
  return evaluate;
}

function compileAggregate(call: Call, definition: AggregateDefinition, options: CompileOptions): Slot {
  const { minimum, maximum, constant, create } = definition;
  checkCount(call, minimum, maximum);
  const isTop = constant === "top";
  const [first, second] = isTop ? call.arguments.toReversed() : call.arguments;
  const everyRow = first === undefined || (first.kind === "star" && plainName(call.name).startsWith("count"));
  const argument = everyRow ? undefined : compileExpression(first, options);
  const value = constant === undefined ? 0 : constantOf(call, constant, second);
  return { create: () => create(value), argument };
}

function constantOf(
  call: Call,
  constant: NonNullable<AggregateDefinition["constant"]>,
  given: Expression | undefined,
): number {
  if (constant === "interval") {
    if (given?.kind === "period") return shifted(0, given.period, 1);
    throw new QueryCompileError(`${call.name}: expected a period such as 1m`, given ?? call);
  }
  const [minimum, maximum] = { percentage: [0, 100], top: [1, MAX_TOP], buckets: [1, MAX_BUCKETS] }[
    constant
  ] as [number, number];
  const number = given?.kind === "literal" && typeof given.value === "number" ? given.value : Number.NaN;
  const isWhole = constant === "percentage" || Number.isInteger(number);
  if (number >= minimum && number <= maximum && isWhole) return number;
  const what = constant === "percentage" ? "a percentage" : "a whole number";
  throw new QueryCompileError(`${call.name}: expected ${what} from ${minimum} to ${maximum}`, given ?? call);
}
