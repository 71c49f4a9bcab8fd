import type { Expression } from "../filter/tree.ts";
import { InvalidArgumentError } from "../invalid-argument-error.ts";
import { checkDescription, checkFilter } from "./checks.ts";

/** Lets some of a bucket's entries be seen. @see https://cloud.google.com/logging/docs/reference/v2/rest/v2/projects.locations.buckets.views */
export interface LogView {
  /** `projects/P/locations/L/buckets/B/views/V`. */
  readonly name: string;
  readonly description?: string;
  /** @default all entries of the bucket */
  readonly filter?: string;
  readonly createTime?: string;
  readonly updateTime?: string;
}

/**
 * Checks a view: its filter may only join, with AND and NOT, comparisons of the source, the resource's type and the
 * log's id.
 *
 * @throws InvalidArgumentError
 */
export function checkView({ description, filter = "" }: LogView): void {
  checkDescription(description);
  const { expression } = checkFilter(filter);
  if (isViewFilter(expression)) return;
  throw new InvalidArgumentError(
    'A view\'s filter may only join SOURCE("…"), resource.type = "…" and LOG_ID("…"), and their negations, by AND.',
    "filter",
  );
}

function isViewFilter(expression: Expression): boolean {
  if (expression.kind === "and") return expression.operands.every(isViewFilter);
  if (expression.kind === "not") return isQualifier(expression.operand);
  return isQualifier(expression);
}

function isQualifier(expression: Expression): boolean {
  if (expression.kind === "call") return expression.name === "source" || expression.name === "log_id";
  if (expression.kind !== "comparison" || expression.field.kind !== "path") return false;
  const { field, operator, value } = expression;
  return (
    field.components.join(".").toLowerCase() === "resource.type" &&
    (operator === "=" || operator === "!=") &&
    value.kind === "literal"
  );
}
