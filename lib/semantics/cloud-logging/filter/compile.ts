import type { LogEntry } from "../log-entry.ts";
import { someValue } from "./entry-values.ts";
import type { Field } from "./field.ts";
import { compileField, compileFunction, type EntryTest } from "./functions.ts";
import { parseFilter } from "./parser.ts";
import { LoggingFilterSyntaxError } from "./syntax-error.ts";
import type { Comparison, Expression, Value } from "./tree.ts";
import { convert, hasTest, valueTest } from "./value-test.ts";

/** A compiled query. */
export interface LoggingFilter {
  /** The query as given. */
  readonly text: string;
  /** The query as a tree. */
  readonly expression: Expression;
  /** Whether an entry in the API's JSON form matches. */
  matches(entry: LogEntry): boolean;
}

/**
 * Compiles a query of Cloud Logging's query language. An empty query matches every entry. Matching never throws, and
 * its regular expressions take linear time.
 *
 * @throws LoggingFilterSyntaxError saying what is wrong and where
 * @see https://cloud.google.com/logging/docs/view/logging-query-language
 */
export function compileLoggingFilter(text: string): LoggingFilter {
  const expression = parseFilter(text);
  return { text, expression, matches: compile(expression) };
}

function compile(expression: Expression): EntryTest {
  switch (expression.kind) {
    case "and":
      return every(expression.operands.map(compile));
    case "or":
      return some(expression.operands.map(compile));
    case "not":
      return not(compile(expression.operand));
    case "comparison":
      return compileComparison(expression);
    case "call":
      return compileFunction(expression);
    default: {
      const test = hasTest(convert(expression));
      return (entry) => someValue(entry, test);
    }
  }
}

function compileComparison(comparison: Comparison): EntryTest {
  return compileValue(compileField(comparison.field), comparison, comparison.value);
}

/** A combination on the right side means the same combination of comparisons. */
function compileValue(field: Field, comparison: Comparison, value: Value): EntryTest {
  switch (value.kind) {
    case "and":
      return every(value.operands.map((operand) => compileValue(field, comparison, operand)));
    case "or":
      return some(value.operands.map((operand) => compileValue(field, comparison, operand)));
    case "not":
      return not(compileValue(field, comparison, value.operand));
    case "anything":
      if (comparison.operator !== ":")
        throw new LoggingFilterSyntaxError(
          'Only ":" takes *; put the text "*" in double quotes',
          value.position,
        );
      return (entry) => field.exists(entry);
    default: {
      const test = valueTest(comparison.operator, value);
      return (entry) => field.some(entry, test);
    }
  }
}

function every(tests: readonly EntryTest[]): EntryTest {
  return (entry) => tests.every((test) => test(entry));
}

function some(tests: readonly EntryTest[]): EntryTest {
  return (entry) => tests.some((test) => test(entry));
}

function not(test: EntryTest): EntryTest {
  return (entry) => !test(entry);
}
