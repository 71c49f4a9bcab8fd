import { compileField } from "../filter/functions.ts";
import { parseFilter } from "../filter/parser.ts";
import { LoggingFilterSyntaxError } from "../filter/syntax-error.ts";
import type { Call, Operand } from "../filter/tree.ts";
import { compileRegex } from "../filter/value-test.ts";
import { InvalidArgumentError } from "../invalid-argument-error.ts";
import type { LogEntry } from "../log-entry.ts";

/** A compiled extractor. */
export interface LogExtractor {
  /** The extractor as given. */
  readonly text: string;
  /** The field's value as text, or what the regular expression's group found in it; undefined where there is none. */
  extract(entry: LogEntry): string | undefined;
}

/**
 * Compiles `EXTRACT(field)` or `REGEXP_EXTRACT(field, "regex")`. The field becomes text first; the regular expression
 * is RE2, has exactly one group, is case-sensitive and finds its first match.
 *
 * @param member where the extractor stands, for the message
 * @throws InvalidArgumentError
 * @see https://cloud.google.com/logging/docs/reference/v2/rest/v2/projects.metrics#LogMetric.FIELDS.value_extractor
 */
export function compileExtractor(text: string, member: string): LogExtractor {
  try {
    return { text, extract: compile(callOf(text)) };
  } catch (error) {
    if (!(error instanceof LoggingFilterSyntaxError)) throw error;
    throw new InvalidArgumentError(`The extractor of ${member} is invalid: ${error.message}`, member, {
      cause: error,
    });
  }
}

function callOf(text: string): Call {
  const expression = parseFilter(text);
  if (expression.kind === "call" && (expression.name === "extract" || expression.name === "regexp_extract"))
    return expression;
  throw new LoggingFilterSyntaxError('expected EXTRACT(field) or REGEXP_EXTRACT(field, "regex")', 0);
}

function compile({ name, operands, position }: Call): LogExtractor["extract"] {
  const [first, second] = operands;
  if (operands.length !== (name === "extract" ? 1 : 2) || !first)
    throw new LoggingFilterSyntaxError(
      name === "extract"
        ? "EXTRACT takes one field"
        : "REGEXP_EXTRACT takes a field and a regular expression",
      position,
    );
  const read = textOf(first);
  if (!second) return read;
  const group = groupOf(second);
  return (entry) => {
    const value = read(entry);
    return value === undefined ? undefined : group(value);
  };
}

/** Only fields that an entry has explicitly have a value; of an array the first element counts. */
function textOf(operand: Operand): LogExtractor["extract"] {
  if (operand.kind !== "path")
    throw new LoggingFilterSyntaxError(
      "An extractor reads a field, for example jsonPayload.latency",
      operand.position,
    );
  if (/^error_?groups$/i.test(operand.components[0]!))
    throw new LoggingFilterSyntaxError("Error groups cannot be extracted", operand.position);
  const field = compileField(operand);
  return (entry) => {
    if (!field.exists(entry)) return undefined;
    let text: string | undefined;
    field.some(entry, (type, value) => {
      if (type === "null" || type === "object") return false;
      text = String(value);
      return true;
    });
    return text;
  };
}

function groupOf(operand: Operand): (text: string) => string | undefined {
  if (operand.kind !== "literal" || !operand.quoted)
    throw new LoggingFilterSyntaxError(
      "REGEXP_EXTRACT takes a regular expression in quotes",
      operand.position,
    );
  const regex = compileRegex(operand);
  if (regex.groupCount() !== 1)
    throw new LoggingFilterSyntaxError(
      `REGEXP_EXTRACT takes a regular expression with one group (…), this has ${regex.groupCount()}; write (?:…) for others`,
      operand.position,
    );
  return (text) => {
    const matcher = regex.matcher(text);
    return matcher.find() ? (matcher.group(1) ?? undefined) : undefined;
  };
}
