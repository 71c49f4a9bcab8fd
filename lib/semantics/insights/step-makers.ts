import type { ReadColumn } from "./commands/totals.ts";
import type { QueryScope } from "./query-scope.ts";
import type { Row } from "./rows/row.ts";
import type { RowStep, Step } from "./steps.ts";
import type { Column, Command, Expression } from "./syntax/tree.ts";

/** A step over all rows. */
export function table(apply: Extract<Step, { kind: "table" }>["apply"]): Step {
  return { kind: "table", isAggregate: false, apply };
}

/** A step over all rows that makes others of them. */
export function aggregate(apply: Extract<Step, { kind: "table" }>["apply"]): Step {
  return { kind: "table", isAggregate: true, apply };
}

/** A step that adds to each row. */
export function adding(add: (row: Row) => void): RowStep {
  return {
    kind: "row",
    isFilter: false,
    keeps(row) {
      add(row);
      return true;
    },
  };
}

/** A field as an expression of its own. */
export function fieldNamed(name: string, { start, end }: Command): Expression {
  return { kind: "field", name, path: name.split("."), start, end };
}

export function readColumn({ expression, name }: Column, scope: QueryScope): ReadColumn {
  return { name, value: scope.expression(expression) };
}
