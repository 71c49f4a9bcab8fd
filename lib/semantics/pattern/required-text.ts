import { numberIn } from "./operand-parser.ts";
import type { GlobOperand, JsonComparison, JsonCondition, JsonSelector } from "./tree.ts";

/** Texts of which a message must contain one for a condition to hold, unless it writes them with escapes. */
export interface RequiredText {
  readonly anyOf: readonly string[];
  /** Whether the texts are values: rarer in messages than the names of members. */
  readonly areValues: boolean;
}

/** More searches than this cost as much as the parse they save. */
const MAX_ALTERNATIVES = 6;

/** What a JSON text shows as it is, unless it is written as a `\u` escape. */
const UNESCAPED = /^[ !#-.0-[\]-~]*$/;

/** What the text of a message must contain for a JSON condition to hold; spares the parse of most messages. */
export function requiredTextOf(condition: JsonCondition): RequiredText | undefined {
  if (condition.type === "not-exists") return undefined;
  if (condition.type === "and") return rarest(condition.operands.map(requiredTextOf));
  if (condition.type === "or") return alternatives(condition.operands.map(requiredTextOf));
  const value = condition.type === "comparison" ? requiredValueOf(condition) : undefined;
  return value ?? requiredNameOf(condition.selector);
}

/** Whether a message can satisfy the condition as far as its text tells. */
export function mayContain({ anyOf }: RequiredText, message: string): boolean {
  for (let index = 0; index < anyOf.length; index++)
    if (message.includes(anyOf[index] as string)) return true;
  return message.includes("\\u");
}

function rarest(requirements: readonly (RequiredText | undefined)[]): RequiredText | undefined {
  const known = requirements.filter((requirement) => requirement !== undefined);
  const values = known.filter((requirement) => requirement.areValues);
  const candidates = values.length > 0 ? values : known;
  return candidates.toSorted((left, right) => left.anyOf.length - right.anyOf.length)[0];
}

function alternatives(requirements: readonly (RequiredText | undefined)[]): RequiredText | undefined {
  const known = requirements.filter((requirement) => requirement !== undefined);
  if (known.length < requirements.length) return undefined;
  const anyOf = [...new Set(known.flatMap((requirement) => requirement.anyOf))];
  if (anyOf.length > MAX_ALTERNATIVES) return undefined;
  return { anyOf, areValues: known.every((requirement) => requirement.areValues) };
}

function requiredNameOf(selector: JsonSelector): RequiredText | undefined {
  const name = selector.findLast((step) => step.type === "name")?.name;
  if (name === undefined || !UNESCAPED.test(name)) return undefined;
  return { anyOf: [`"${name}"`], areValues: false };
}

function requiredValueOf({ operator, operand }: JsonComparison): RequiredText | undefined {
  if (operator !== "=" || operand.type !== "glob" || !matchesStringsOnly(operand)) return undefined;
  const longest = operand.pieces.reduce((left, right) => (right.length > left.length ? right : left));
  if (longest === "" || !UNESCAPED.test(longest)) return undefined;
  const index = operand.pieces.indexOf(longest);
  const opening = index === 0 ? '"' : "";
  const closing = index === operand.pieces.length - 1 ? '"' : "";
  return { anyOf: [`${opening}${longest}${closing}`], areValues: true };
}

/** Numbers and booleans are compared by their text, which a message can write in more ways than one. */
function matchesStringsOnly({ pieces }: GlobOperand): boolean {
  if (pieces.length === 1) {
    const text = pieces[0] as string;
    return numberIn(text) === undefined && text !== "true" && text !== "false";
  }
  return pieces.some((piece) => {
    const isPartOfNumber = /^[\d.eE+-]*$/.test(piece) || "-Infinity".includes(piece);
    return !isPartOfNumber && !"true".includes(piece) && !"false".includes(piece);
  });
}
