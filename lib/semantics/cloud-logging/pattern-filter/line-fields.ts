import type { Operand, SpaceCondition, SpaceSlot, SpaceTree } from "../../pattern/tree.ts";
import { escapedRegex, quotedText } from "./query-text.ts";
import { UntranslatablePatternError } from "./untranslatable-pattern-error.ts";

type FieldSlot = SpaceSlot & { readonly type: "field" };

const BLANK = "[\\t-\\r ]";
const BARE = '[^\\t-\\r "[][^\\t-\\r ]*';
/** One field with the blanks behind it: in quotes, in brackets, or bare. */
const FIELD = `(?:"[^"]*"${BLANK}*|\\[[^\\]]*\\]${BLANK}*|${BARE}(?:${BLANK}+|$))`;
/** The same in a group, with the blanks. */
const CAPTURED = `("[^"]*"${BLANK}*|\\[[^\\]]*\\]${BLANK}*|${BARE}(?:${BLANK}+|$))`;
/** A number, with or without quotes or brackets around it. */
const NUMBER = `["[]?([^\\t-\\r "\\]]+)(?:["\\]]${BLANK}*|${BLANK}+|$)`;

/** A field of one word without what stands around it. */
const UNQUOTED = `^["[]?([^\\t-\\r "\\]]+)["\\]]?${BLANK}*$`;
const CLOSED_FIELDS = new RegExp(`^${BLANK}*${FIELD}*$`);

/** Whether every field that begins with a quote or a bracket ends with one. */
export function hasClosedFields(line: string): boolean {
  return CLOSED_FIELDS.test(line);
}

/**
 * A query for the lines that a pattern in brackets matches: their fields are found by regular expressions.
 *
 * @throws UntranslatablePatternError
 */
export function spaceText(tree: SpaceTree): string {
  const { fields, ellipsis } = slotsOf(tree);
  if (fields.length === 0) return "textPayload:*";
  const structure = `textPayload=~${quotedText(lineRegex(fields.length, ellipsis))}`;
  const conditions = fields.flatMap(({ condition }, index) =>
    condition === undefined ? [] : [conditionText(condition, (part) => fieldRegex(tree, index, part))],
  );
  return conditions.length === 0 ? structure : `(${[structure, ...conditions].join(" AND ")})`;
}

/**
 * A regular expression whose one group is the number in a field of the lines that a pattern matches.
 *
 * @param field its name, or its position from 1 on
 * @throws UntranslatablePatternError
 */
export function numberFieldRegex(tree: SpaceTree, field: string | number): string {
  const { fields } = slotsOf(tree);
  const index = typeof field === "number" ? field - 1 : fields.findIndex(({ name }) => name === field);
  if (index < 0 || index >= fields.length)
    throw new UntranslatablePatternError(`the pattern has no field ${field}`);
  return fieldRegex(tree, index, NUMBER);
}

function slotsOf({ slots }: SpaceTree): { readonly fields: readonly FieldSlot[]; readonly ellipsis: number } {
  return {
    fields: slots.filter((slot) => slot.type === "field"),
    ellipsis: slots.findIndex(({ type }) => type === "ellipsis"),
  };
}

const times = (count: number): string => (count === 0 ? "" : count === 1 ? FIELD : `${FIELD}{${count}}`);

/** Without an ellipsis a line may have more fields than the pattern. */
function lineRegex(count: number, ellipsis: number): string {
  return ellipsis === -1 ? `^${BLANK}*${times(count)}` : `^${BLANK}*${times(count)}${FIELD}*$`;
}

function fieldRegex(tree: SpaceTree, index: number, part: string): string {
  const { fields, ellipsis } = slotsOf(tree);
  const count = fields.length;
  if (ellipsis === -1 && index === count - 1)
    throw new UntranslatablePatternError(
      "the last field of a pattern in [ ] is the rest of the line, unless the pattern ends with ...",
    );
  const after = count - index - 1;
  if (ellipsis === -1) return `^${BLANK}*${times(index)}${part}${times(after)}`;
  return index < ellipsis
    ? `^${BLANK}*${times(index)}${part}${times(after)}${FIELD}*$`
    : `^${BLANK}*${times(index)}${FIELD}*${part}${times(after)}$`;
}

function conditionText(condition: SpaceCondition, regexOf: (part: string) => string): string {
  if (condition.type !== "comparison") {
    const operator = condition.type === "and" ? " AND " : " OR ";
    return `(${condition.operands.map((operand) => conditionText(operand, regexOf)).join(operator)})`;
  }
  const { operator, operand } = condition;
  if (operand.type === "number") {
    const field = `regexp_extract(textPayload, ${quotedText(regexOf(CAPTURED))})`;
    const number = `cast(regexp_extract(${field}, ${quotedText(UNQUOTED)}), FLOAT64)`;
    const value = operand.text.replace(/^\+/, "");
    return operator === "!=" ? `NOT ${number}=${value}` : `${number}${operator}${value}`;
  }
  const test = `regexp_extract(textPayload, ${quotedText(regexOf(CAPTURED))})=~${quotedText(contentRegex(operand))}`;
  return operator === "!=" ? `NOT ${test}` : test;
}

/** What a field holds, with or without quotes or brackets around it. */
function contentRegex(operand: Exclude<Operand, { type: "number" }>): string {
  if (operand.type === "glob") {
    const glob = operand.pieces.map(escapedRegex).join(".*");
    return `(?s)^(?:"${glob}"|\\[${glob}\\]|${glob})${BLANK}*$`;
  }
  if (/[\^$]/.test(operand.source))
    throw new UntranslatablePatternError(
      "a regular expression in [ ] that looks for the start or the end of a field",
    );
  return operand.source;
}
