import { ADDRESS_FUNCTIONS } from "./functions/address-functions.ts";
import type { Functions } from "./functions/function.ts";
import { GENERAL_FUNCTIONS } from "./functions/general-functions.ts";
import { finite, NUMERIC_FUNCTIONS } from "./functions/numeric-functions.ts";
import { STRING_FUNCTIONS } from "./functions/string-functions.ts";
import { TIME_FUNCTIONS } from "./functions/time-functions.ts";
import { ceilTime, floorTime } from "./period.ts";
import { QueryCompileError } from "./query-compile-error.ts";
import type { Row } from "./record.ts";
import { compileRegex } from "./regular-expression.ts";
import type { BinaryOperator, Expression } from "./tree.ts";
import { compareValues, isTrue, Timestamp, toNumber, toText, type Value } from "./values.ts";

export type Evaluate = (row: Row) => Value;

export interface CompileOptions {
  /** The cloud's time, milliseconds. */
  readonly now: number;
  /** Takes expressions over before they are compiled as usual: aggregates, columns of an earlier command. */
  readonly special?: (expression: Expression) => Evaluate | undefined;
}

const FUNCTIONS: Functions = {
  ...ADDRESS_FUNCTIONS,
  ...GENERAL_FUNCTIONS,
  ...NUMERIC_FUNCTIONS,
  ...STRING_FUNCTIONS,
  ...TIME_FUNCTIONS,
};

/** @throws QueryCompileError */
export function compileExpression(expression: Expression, options: CompileOptions): Evaluate {
  const taken = options.special?.(expression);
  if (taken) return taken;
  switch (expression.kind) {
    case "field": {
      const { name } = expression;
      return (row) => row.get(name);
    }
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
    case "call":
      return compileCall(expression, options);
    case "regex":
      throw new QueryCompileError("a regular expression may only follow 'like' or '=~'", expression);
    case "period":
      throw new QueryCompileError(
        "a period may only be an argument of bin, datefloor and dateceil",
        expression,
      );
    case "star":
      throw new QueryCompileError("'*' may only be the argument of count", expression);
  }
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
      const value = text(row);
      return value !== undefined && regex.test(toText(value));
    };
  }
  const sought = compileExpression(pattern, options);
  return (row) => {
    const [value, part] = [text(row), sought(row)];
    return value !== undefined && part !== undefined && toText(value).includes(toText(part));
  };
}

type Call = Extract<Expression, { kind: "call" }>;

function compileCall(call: Call, options: CompileOptions): Evaluate {
  const name = call.name.toLowerCase();
  if (name === "bin" || name === "datefloor" || name === "dateceil") return compileRounding(call, options);
  if (!Object.hasOwn(FUNCTIONS, name))
    throw new QueryCompileError(`unknown function ${call.name}`, {
      start: call.start,
      end: call.start + call.name.length,
    });
  const { minimum, maximum, call: compute } = FUNCTIONS[name]!;
  checkCount(call, minimum, maximum);
  const values = call.arguments.map((argument) => compileExpression(argument, options));
  const { now } = options;
  return (row) =>
    compute(
      values.map((value) => value(row)),
      now,
    );
}

function compileRounding(call: Call, options: CompileOptions): Evaluate {
  const isBin = call.name.toLowerCase() === "bin";
  checkCount(call, isBin ? 1 : 2, isBin ? 1 : 2);
  const last = call.arguments.at(-1)!;
  if (last.kind !== "period") throw new QueryCompileError(`${call.name}: expected a period such as 5m`, last);
  const { period } = last;
  const source: Expression = isBin
    ? { kind: "field", name: "@timestamp", start: call.start, end: call.end }
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
