import { fieldReader, structureReader } from "./field-access.ts";
import { functionNamed } from "./functions/all-functions.ts";
import type { QueryTimes } from "./functions/function.ts";
import { finite } from "./functions/numeric-functions.ts";
import { compileRegex } from "./regular-expression.ts";
import type { Row } from "./rows/row.ts";
import { reach, Structure } from "./rows/structure.ts";
import { capped, ceilTime, floorTime } from "./syntax/period.ts";
import { QueryCompileError } from "./syntax/query-compile-error.ts";
import type { BinaryOperator, Expression, Subquery } from "./syntax/tree.ts";
import {
  compareValues,
  isTrue,
  keyOf,
  Timestamp,
  textOf,
  toNumber,
  toText,
  toValue,
  type Value,
} from "./values.ts";

export type Evaluate = (row: Row) => Value;

/** The values that a subquery gave, by {@link keyOf}; there once the query runs. */
export type SubqueryValues = () => ReadonlySet<string>;

export interface CompileOptions {
  readonly times: QueryTimes;
  /** Takes expressions over before they are compiled as usual: aggregates, columns of an earlier command. */
  readonly special?: (expression: Expression) => Evaluate | undefined;
  /** Compiles a subquery, for its values of a field. */
  readonly subquery: (subquery: Subquery, field: string | undefined) => SubqueryValues;
  /** Told of each call of `unmask`. */
  readonly onUnmask?: () => void;
}

/** @throws QueryCompileError */
export function compileExpression(expression: Expression, options: CompileOptions): Evaluate {
  const taken = options.special?.(expression);
  if (taken) return taken;
  switch (expression.kind) {
    case "field":
      return fieldReader(expression);
    case "literal": {
      const { value } = expression;
      return () => value;
    }
    case "not": {
      const operand = compileExpression(expression.operand, options);
      return (row) => !isTrue(operand(row));
    }
    case "minus": {
      const operand = compileExpression(expression.operand, options);
      return (row) => {
        const number = toNumber(operand(row));
        return number === undefined ? undefined : -number;
      };
    }
    case "binary":
      return compileBinary(
        expression.operator,
        compileExpression(expression.left, options),
        compileExpression(expression.right, options),
      );
    case "like":
      return compileLike(expression.operand, expression.pattern, options);
    case "in": {
      const operand = compileExpression(expression.operand, options);
      const list = expression.list.map((item) => compileExpression(item, options));
      return (row) => {
        const value = operand(row);
        return list.some((item) => compareValues(value, item(row)) === 0);
      };
    }
    case "in-query": {
      const { operand: sought, subquery } = expression;
      const operand = compileExpression(sought, options);
      const values = options.subquery(subquery, sought.kind === "field" ? sought.name : undefined);
      return (row) => {
        const value = operand(row);
        return value !== undefined && values().has(keyOf(value));
      };
    }
    case "member": {
      const operand = compileExpression(expression.operand, options);
      const { path } = expression;
      return (row) => {
        const holder = operand(row);
        return holder instanceof Structure ? toValue(reach(holder.content, path)) : undefined;
      };
    }
    case "call":
      return compileCall(expression, options);
    case "regex":
      throw new QueryCompileError("a regular expression may only follow 'like' or '=~'", expression);
    case "period":
      throw new QueryCompileError(
        "a period may only be an argument of bin, datefloor, dateceil and rate",
        expression,
      );
    case "star":
      throw new QueryCompileError("'*' may only be the argument of count", expression);
  }
}

/** Compiles an expression whose value may be a map or a list, also one of the event's own document. @throws QueryCompileError */
export function compileStructure(expression: Expression, options: CompileOptions): Evaluate {
  if (expression.kind !== "field") return compileExpression(expression, options);
  return options.special?.(expression) ?? structureReader(expression);
}

const COMPARISONS: Partial<Record<BinaryOperator, (order: number | undefined) => boolean>> = {
  "=": (order) => order === 0,
  "!=": (order) => order !== 0,
  "<": (order) => order !== undefined && order < 0,
  "<=": (order) => order !== undefined && order <= 0,
  ">": (order) => order !== undefined && order > 0,
  ">=": (order) => order !== undefined && order >= 0,
};

const ARITHMETIC: Partial<Record<BinaryOperator, (left: number, right: number) => number>> = {
  "+": (left, right) => left + right,
  "-": (left, right) => left - right,
  "*": (left, right) => left * right,
  "/": (left, right) => left / right,
  "%": (left, right) => left % right,
  "^": (left, right) => left ** right,
};

function compileBinary(operator: BinaryOperator, left: Evaluate, right: Evaluate): Evaluate {
  if (operator === "and") return (row) => isTrue(left(row)) && isTrue(right(row));
  if (operator === "or") return (row) => isTrue(left(row)) || isTrue(right(row));
  const holds = COMPARISONS[operator];
  if (holds) return (row) => holds(compareValues(left(row), right(row)));
  const compute = ARITHMETIC[operator]!;
  return (row) => {
    const [a, b] = [toNumber(left(row)), toNumber(right(row))];
    return a === undefined || b === undefined ? undefined : finite(compute(a, b));
  };
}

function compileLike(operand: Expression, pattern: Expression, options: CompileOptions): Evaluate {
  const text = compileExpression(operand, options);
  if (pattern.kind === "regex") {
    const regex = compileRegex(pattern.pattern, pattern);
    return (row) => {
      const value = textOf(text(row));
      return value !== undefined && regex.test(value);
    };
  }
  const sought = compileExpression(pattern, options);
  return (row) => {
    const [value, part] = [textOf(text(row)), textOf(sought(row))];
    return value !== undefined && part !== undefined && value.includes(part);
  };
}

type Call = Extract<Expression, { kind: "call" }>;

function compileCall(call: Call, options: CompileOptions): Evaluate {
  const name = call.name.toLowerCase();
  if (name === "bin" || name === "datefloor" || name === "dateceil") return compileRounding(call, options);
  if (name === "regexreplace") return compileReplacement(call, options);
  const found = functionNamed(name);
  if (!found)
    throw new QueryCompileError(`unknown function ${call.name}`, {
      start: call.start,
      end: call.start + call.name.length,
    });
  checkCount(call, found.minimum, found.maximum);
  if (name === "unmask") options.onUnmask?.();
  const compile = found.structures ? compileStructure : compileExpression;
  const values = call.arguments.map((argument) => compile(argument, options));
  const { times } = options;
  return (row) =>
    found.call(
      values.map((value) => value(row)),
      times,
    );
}

function compileReplacement(call: Call, options: CompileOptions): Evaluate {
  checkCount(call, 3, 3);
  const [source, pattern, replacement] = call.arguments as [Expression, Expression, Expression];
  if (pattern.kind !== "literal" && pattern.kind !== "regex")
    throw new QueryCompileError(`${call.name}: expected a regular expression in quotes`, pattern);
  const regex = compileRegex(pattern.kind === "regex" ? pattern.pattern : toText(pattern.value), pattern);
  const [text, by] = [compileExpression(source, options), compileExpression(replacement, options)];
  return (row) => {
    const [value, put] = [textOf(text(row)), textOf(by(row))];
    if (value === undefined || put === undefined) return undefined;
    try {
      return regex.matcher(value).replaceAll(put);
    } catch {
      // A reference to a group that the pattern does not have.
      return undefined;
    }
  };
}

function compileRounding(call: Call, options: CompileOptions): Evaluate {
  const isBin = call.name.toLowerCase() === "bin";
  checkCount(call, isBin ? 1 : 2, isBin ? 1 : 2);
  const last = call.arguments.at(-1)!;
  if (last.kind !== "period") throw new QueryCompileError(`${call.name}: expected a period such as 5m`, last);
  const period = capped(last.period);
  const source: Expression = isBin
    ? { kind: "field", name: "@timestamp", path: ["@timestamp"], start: call.start, end: call.end }
    : call.arguments[0]!;
  const time = compileExpression(source, options);
  const round = call.name.toLowerCase() === "dateceil" ? ceilTime : floorTime;
  return (row) => {
    const number = toNumber(time(row));
    return number === undefined ? undefined : new Timestamp(round(number, period));
  };
}

/** @throws QueryCompileError */
export function checkCount(call: Call, minimum: number, maximum: number): void {
  const count = call.arguments.length;
  if (count >= minimum && count <= maximum) return;
  const expected =
    minimum === maximum
      ? String(minimum)
      : Number.isFinite(maximum)
        ? `${minimum} to ${maximum}`
        : `${minimum} or more`;
  throw new QueryCompileError(`${call.name}: expected ${expected} arguments, found ${count}`, call);
}
