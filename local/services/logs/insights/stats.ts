import { AGGREGATES, type Aggregate } from "./aggregates.ts";
import { type CompileOptions, checkCount, compileExpression, type Evaluate } from "./compile-expression.ts";
import { QueryCompileError } from "./query-compile-error.ts";
import { AggregateRow, type Row } from "./record.ts";
import type { Column, Command, Expression } from "./tree.ts";
import { keyOf, toNumber, type Value } from "./values.ts";

interface Slot {
  readonly create: () => Aggregate;
  /** What each row adds; undefined where every row counts. */
  readonly argument: Evaluate | undefined;
}

interface Group {
  readonly by: readonly Value[];
  readonly aggregates: readonly Aggregate[];
}

/** A row while the columns of a group are computed: the aggregates' results by their slots. */
class GroupRow extends AggregateRow {
  readonly group: Group;

  constructor(group: Group) {
    super(new Map());
    this.group = group;
  }
}

/**
 * Compiles `stats`: rows in, one row a group out, in the order in which the groups appear.
 *
 * @throws QueryCompileError
 */
export function compileStats(
  { aggregates, by }: Extract<Command, { kind: "stats" }>,
  options: CompileOptions,
): (rows: readonly Row[]) => AggregateRow[] {
  const slots: Slot[] = [];
  const keys = by.map(({ expression }) => compileExpression(expression, options));
  const columns = aggregates.map((column) => compileColumn(column, slots, options));
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
      const row = new GroupRow(group);
      for (const [index, { name }] of aggregates.entries()) values.set(name, columns[index]!(row));
      return new AggregateRow(values);
    });
  };
}

function compileColumn({ expression }: Column, slots: Slot[], options: CompileOptions): Evaluate {
  const before = slots.length;
  const special = (inner: Expression): Evaluate | undefined => {
    if (inner.kind !== "call") {
      if (inner.kind === "field")
        throw new QueryCompileError(
          `${inner.name}: expected it inside an aggregate such as count, or after 'by'`,
          inner,
        );
      return undefined;
    }
    const name = inner.name.toLowerCase();
    if (!Object.hasOwn(AGGREGATES, name)) return undefined;
    const index = slots.push(compileAggregate(inner, name, options)) - 1;
    return (row) => (row as GroupRow).group.aggregates[index]!.result();
  };
  const evaluate = compileExpression(expression, { ...options, special });
  if (slots.length === before)
    throw new QueryCompileError("stats: expected an aggregate such as count or avg", expression);
  return evaluate;
}

function compileAggregate(
  call: Extract<Expression, { kind: "call" }>,
  name: string,
  options: CompileOptions,
): Slot {
  const { minimum, maximum, create } = AGGREGATES[name]!;
  checkCount(call, minimum, maximum);
  const [first, second] = call.arguments;
  const everyRow = first === undefined || (name === "count" && first.kind === "star");
  const argument = everyRow ? undefined : compileExpression(first, options);
  if (name !== "pct") return { create: () => create(0), argument };
  if (
    second?.kind !== "literal" ||
    typeof second.value !== "number" ||
    second.value < 0 ||
    second.value > 100
  )
    throw new QueryCompileError("pct: expected a percentage from 0 to 100", second ?? call);
  const share = second.value;
  return { create: () => create(share), argument };
}
