import { parsePattern } from "./parse.ts";
import type {
  ComparisonOperator,
  Conjunction,
  Disjunction,
  JsonCondition,
  JsonSelector,
  Operand,
  SpaceCondition,
  SpaceTree,
  TermsTree,
} from "./tree.ts";

/**
 * The stages of a Logs Insights query that keep the events which a filter pattern matches, such as
 * `filter level = "ERROR" and latency > 500`. Empty for a pattern that keeps all.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax-Filter.html
 *
 * Of `NOT EXISTS` it holds for members that are no objects or lists: the query language has fields for their members only.
 *
 * @returns undefined for what the query language cannot say: members of any name, elements of any place, JSON's true and null
 * @throws PatternSyntaxError
 */
export function insightsStages(pattern: string): readonly string[] | undefined {
  const { tree } = parsePattern(pattern);
  switch (tree.kind) {
    case "all":
      return [];
    case "terms":
      return termStages(tree);
    case "json": {
      const condition = jsonText(tree.condition);
      return condition === undefined ? undefined : [`filter ${condition}`];
    }
    case "space":
      return spaceStages(tree);
  }
}

const text = (value: string): string => `"${value.replaceAll(/["\\]/g, "\\$&")}"`;
const escaped = (value: string): string => value.replaceAll(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
const like = (field: string, source: string): string =>
  `${field} like /${source.replaceAll(/(?<!\\)\//g, "\\/")}/`;

/** Optional terms count only where there are no required ones. */
function termStages({ items }: TermsTree): string[] {
  const found = items.map(({ role, operand }) => ({
    role,
    test: operand.type === "regex" ? like("@message", operand.source) : `@message like ${text(operand.text)}`,
  }));
  const tests = (wanted: string) => found.filter(({ role }) => role === wanted).map(({ test }) => test);
  const [required, optional, excluded] = [tests("required"), tests("optional"), tests("excluded")];
  const conditions = [
    ...required,
    ...(required.length === 0 && optional.length > 0 ? [`(${optional.join(" or ")})`] : []),
    ...excluded.map((test) => `not (${test})`),
  ];
  return conditions.length === 0 ? [] : [`filter ${conditions.join(" and ")}`];
}

function jsonText(condition: JsonCondition): string | undefined {
  switch (condition.type) {
    case "and":
    case "or":
      return junction(condition, jsonText);
    case "not-exists": {
      const field = fieldName(condition.selector);
      return field === undefined ? undefined : `(@message like /^\\s*\\{/ and not ispresent(${field}))`;
    }
    case "is":
      return undefined;
    case "comparison": {
      const field = fieldName(condition.selector);
      return field === undefined
        ? undefined
        : comparison(field, condition.operator, condition.operand, false);
    }
  }
}

function junction<Condition>(
  { type, operands }: Conjunction<Condition> | Disjunction<Condition>,
  textOf: (condition: Condition) => string | undefined,
): string | undefined {
  const parts = operands.map(textOf);
  return parts.some((part) => part === undefined) ? undefined : `(${parts.join(` ${type} `)})`;
}

/** Logs Insights names a nested member by dots, and an element by its number. */
function fieldName(selector: JsonSelector): string | undefined {
  const names: string[] = [];
  for (const step of selector) {
    if (step.type === "name") names.push(step.name);
    else if (step.type === "index") names.push(String(step.index));
    else return undefined;
  }
  if (names.length === 0 || names.some((name) => /[`.]/.test(name))) return undefined;
  const name = names.join(".");
  return /^[A-Za-z_][A-Za-z0-9_.]*$/.test(name) ? name : `\`${name}\``;
}

function comparison(
  field: string,
  operator: ComparisonOperator,
  operand: Operand,
  mayBeQuoted: boolean,
): string | undefined {
  if (operand.type === "number") return `${field} ${operator} ${operand.text}`;
  const equal = operator === "=";
  if (!equal && operator !== "!=") return undefined;
  const test =
    operand.type === "regex" ? like(field, operand.source) : globTest(field, operand.pieces, mayBeQuoted);
  return equal ? test : `(ispresent(${field}) and not (${test}))`;
}

function globTest(field: string, pieces: readonly string[], mayBeQuoted: boolean): string {
  if (pieces.length === 2 && pieces.every((piece) => piece === "")) return `ispresent(${field})`;
  if (pieces.length === 1 && !mayBeQuoted) return `${field} = ${text(pieces[0]!)}`;
  const quote = mayBeQuoted ? '["\\[]?' : "";
  const end = mayBeQuoted ? '["\\]]?' : "";
  return `${field} like /^${quote}${pieces.map(escaped).join(".*")}${end}$/`;
}

/** A line that is cut at its blanks: what stands in quotes or in square brackets is one field. */
function spaceStages({ slots }: SpaceTree): string[] | undefined {
  const conditions: string[] = [];
  const parts: string[] = [];
  for (const [index, slot] of slots.entries()) {
    if (slot.type === "ellipsis") {
      parts.push(".*?");
      continue;
    }
    const name = `field${index + 1}`;
    parts.push(`(?<${name}>"[^"]*"|\\[[^\\]]*\\]|\\S+)`);
    if (slot.condition === undefined) continue;
    const condition = spaceText(name, slot.condition);
    if (condition === undefined) return undefined;
    conditions.push(condition);
  }
  if (slots.length === 0) return [];
  let source = "^";
  for (const [index, part] of parts.entries())
    source += index === 0 || part === ".*?" || parts[index - 1] === ".*?" ? part : `\\s+${part}`;
  source = source.replaceAll(".*?", "(?:.*?\\s+)?").replace(/\(\?:\.\*\?\\s\+\)\?$/, "(?:\\s.*)?");
  const last = slots.findLast((slot) => slot.type === "field");
  // Without an ellipsis a line may have more words than the pattern names.
  const end = slots.some(({ type }) => type === "ellipsis") ? "\\s*$" : "(?:\\s|$)";
  const stages = [`parse @message /${source.replaceAll(/(?<!\\)\//g, "\\/")}${end}/`];
  if (last === undefined) return [];
  const present = `ispresent(field${slots.lastIndexOf(last) + 1})`;
  return [...stages, `filter ${[present, ...conditions].join(" and ")}`];
}

function spaceText(field: string, condition: SpaceCondition): string | undefined {
  if (condition.type === "comparison") return comparison(field, condition.operator, condition.operand, true);
  return junction(condition, (inner: SpaceCondition) => spaceText(field, inner));
}
