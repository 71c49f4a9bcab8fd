import { parsePattern } from "../../pattern/parse.ts";
import type {
  ComparisonOperator,
  JsonComparison,
  JsonCondition,
  Operand,
  TermItem,
  TermsTree,
} from "../../pattern/tree.ts";
import { parseSeverity } from "../severity.ts";
import type { PatternDifferenceName } from "./differences.ts";
import { fieldOfSelector, type SelectedField } from "./field-of-selector.ts";
import { spaceText } from "./line-fields.ts";
import { escapedRegex, quotedText } from "./query-text.ts";
import { UntranslatablePatternError } from "./untranslatable-pattern-error.ts";

/** A query of Cloud Logging made of a filter pattern. */
export interface PatternFilter {
  /** Empty when every entry matches. */
  readonly filter: string;
  /** Where the two may disagree. */
  readonly differences: readonly PatternDifferenceName[];
}

/**
 * The query of Cloud Logging that matches the entries of the lines which a filter pattern matches, once the lines were copied
 * there. What only nearly is the same is named.
 *
 * @throws UntranslatablePatternError for what the query language cannot say, PatternSyntaxError
 * @see https://cloud.google.com/logging/docs/view/logging-query-language
 */
export function patternFilter(pattern: string): PatternFilter {
  const { tree } = parsePattern(pattern);
  const found = new Set<PatternDifferenceName>();
  switch (tree.kind) {
    case "all":
      return { filter: "", differences: [] };
    case "terms":
      return { filter: termsText(tree), differences: ["terms-in-json", "lambda-prefix"] };
    case "json": {
      const filter = jsonText(tree.condition, found);
      return { filter, differences: [...found, "message-alone", "lambda-prefix"] };
    }
    case "space":
      return { filter: spaceText(tree), differences: ["fields-of-lines", "message-alone", "lambda-prefix"] };
  }
}

const NUMBER = /^[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?$/;
/** Optional terms count only where there are no others. */
function termsText({ items }: TermsTree): string {
  const counted = items.filter(({ role }) => role !== "optional");
  if (counted.length > 0) return joined("AND", counted.map(termText));
  return joined("OR", items.map(termText));
}

function termText({ operand, role }: TermItem): string {
  const test =
    operand.type === "regex"
      ? `textPayload=~${quotedText(operand.source)}`
      : `(textPayload=~${quotedText(escapedRegex(operand.text))} OR (jsonPayload:* AND ${quotedText(operand.text)}))`;
  return role === "excluded" ? `NOT ${test}` : test;
}

function joined(operator: "AND" | "OR", parts: readonly string[]): string {
  return parts.length === 1 ? parts[0]! : `(${parts.join(` ${operator} `)})`;
}

function jsonText(condition: JsonCondition, found: Set<PatternDifferenceName>): string {
  switch (condition.type) {
    case "and":
    case "or":
      return joined(
        condition.type === "and" ? "AND" : "OR",
        condition.operands.map((operand) => jsonText(operand, found)),
      );
    case "not-exists": {
      const { path, isSeverity } = fieldOfSelector(condition.selector);
      if (isSeverity) throw new UntranslatablePatternError("an entry of Cloud Logging always has a severity");
      found.add("arrays");
      return `(jsonPayload:* AND NOT ${path}:*)`;
    }
    case "is": {
      const { path, isSeverity, isDeclared } = fieldOfSelector(condition.selector);
      if (isSeverity || isDeclared)
        throw new UntranslatablePatternError(`Google's ${path} is neither true, false nor null`);
      found.add("arrays");
      if (condition.expected === null) return `${path}=NULL_VALUE`;
      found.add("truths-as-text");
      return `${path}=${condition.expected}`;
    }
    case "comparison":
      return comparisonText(condition, found);
  }
}

function comparisonText(
  { selector, operator, operand }: JsonComparison,
  found: Set<PatternDifferenceName>,
): string {
  const field = fieldOfSelector(selector);
  if (field.isSeverity) return severityText(operator, operand, found);
  found.add(field.isDeclared ? "http-request" : "arrays");
  const present = presence(field);
  if (operator === "!=") {
    found.add("objects");
    return `(${present} AND NOT ${equalText(field, operand, found)})`;
  }
  const test =
    operand.type === "number"
      ? `${numberOf(field)}${operator}${operand.text.replace(/^\+/, "")}`
      : equalText(field, operand, found);
  return field.isDeclared && test !== present ? `(${present} AND ${test})` : test;
}

/** Numbers that are written as text count, and texts that are none do not. */
function numberOf({ path, isDeclared }: SelectedField): string {
  return isDeclared ? path : `cast(${path}, FLOAT64)`;
}

/** Fields that the API declares have a default where an entry lacks them, and are never null. */
function presence({ path, isDeclared }: SelectedField): string {
  return isDeclared ? `${path}:*` : `${path}!=NULL_VALUE`;
}

function severityText(
  operator: ComparisonOperator,
  operand: Operand,
  found: Set<PatternDifferenceName>,
): string {
  found.add("levels");
  const text = operand.type === "glob" && operand.pieces.length === 1 ? operand.pieces[0]! : undefined;
  const severity = text === undefined ? "DEFAULT" : parseSeverity(text);
  if (text === undefined || severity === "DEFAULT" || /^\d/.test(text))
    throw new UntranslatablePatternError(
      "Google keeps levels as severities: expected a level by its name, such as ERROR",
    );
  return operator === "=" ? `severity=${severity}` : `severity!=${severity}`;
}

/** Regular expressions are the only comparison with texts that minds letter case; numbers and truths become text for them. */
function equalText(field: SelectedField, operand: Operand, found: Set<PatternDifferenceName>): string {
  const { path } = field;
  if (operand.type === "number") return `${numberOf(field)}=${operand.text.replace(/^\+/, "")}`;
  if (operand.type === "regex") return `cast(${path}, STRING)=~${quotedText(operand.source)}`;
  const { pieces } = operand;
  if (pieces.length === 2 && pieces.every((piece) => piece === "")) {
    found.add("objects");
    return presence(field);
  }
  const [only = ""] = pieces;
  if (pieces.length === 1 && NUMBER.test(only) && String(Number(only)) !== only) found.add("numbers-as-text");
  const source = quotedText(`${pieces.length > 1 ? "(?s)" : ""}^${pieces.map(escapedRegex).join(".*")}$`);
  return couldBeScalar(pieces) || field.isDeclared
    ? `cast(${path}, STRING)=~${source}`
    : `${path}=~${source}`;
}

/** Whether the text of a number or of a truth could match. */
function couldBeScalar(pieces: readonly string[]): boolean {
  const isWhole = pieces.length === 1;
  const ofNumber = pieces.every((piece) => /^[-+.\deE]*$/.test(piece));
  const ofTruth = ["true", "false"].some((truth) =>
    isWhole ? truth === pieces[0] : pieces.every((piece) => truth.includes(piece)),
  );
  return ofNumber || ofTruth;
}
