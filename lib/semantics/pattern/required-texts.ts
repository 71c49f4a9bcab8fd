import { requiredTextOf } from "./required-text.ts";
import type { PatternTree, SpaceCondition } from "./tree.ts";

/** What UTF-8 writes with one byte each, so that it can be looked for in bytes as well. */
const ASCII = /^[ -~]+$/;
/** A shorter text stands in so many messages that it is not worth looking for. */
const SHORTEST = 3;
/** A document may write any of its characters as an escape. */
const ESCAPE = "\\u";

/**
 * Texts of which a message must contain one for a pattern to match it, all of ASCII, so that most messages can be passed over as
 * bytes.
 *
 * @returns undefined when there are none
 */
export function requiredTextsOf(tree: PatternTree): readonly string[] | undefined {
  const texts = textsOf(tree);
  return texts?.every((text) => ASCII.test(text)) ? texts : undefined;
}

function textsOf(tree: PatternTree): readonly string[] | undefined {
  if (tree.kind === "all") return undefined;
  if (tree.kind === "json") {
    const required = requiredTextOf(tree.condition);
    return required && [...required.anyOf, ESCAPE];
  }
  if (tree.kind === "space")
    return rarest(
      tree.slots.map((slot) =>
        slot.type === "field" && slot.condition ? inCondition(slot.condition) : undefined,
      ),
    );
  const counted = tree.items.filter(({ role }) => role !== "optional");
  const literals = (items: typeof tree.items) =>
    items.map(({ role, operand }) =>
      role !== "excluded" && operand.type === "literal" ? [operand.text] : undefined,
    );
  return counted.length > 0 ? rarest(literals(counted)) : anyOf(literals(tree.items));
}

function inCondition(condition: SpaceCondition): readonly string[] | undefined {
  if (condition.type === "and") return rarest(condition.operands.map(inCondition));
  if (condition.type === "or") return anyOf(condition.operands.map(inCondition));
  const { operator, operand } = condition;
  if (operator !== "=" || operand.type !== "glob") return undefined;
  const longest = operand.pieces.reduce((one, other) => (other.length > one.length ? other : one));
  return longest.length >= SHORTEST ? [longest] : undefined;
}

/** Of several requirements that all hold, the one with the fewest and longest texts. */
function rarest(requirements: readonly (readonly string[] | undefined)[]): readonly string[] | undefined {
  const known = requirements.filter((texts) => texts !== undefined);
  const shortest = (texts: readonly string[]) => Math.min(...texts.map(({ length }) => length));
  return known.toSorted((one, other) => one.length - other.length || shortest(other) - shortest(one))[0];
}

function anyOf(requirements: readonly (readonly string[] | undefined)[]): readonly string[] | undefined {
  const known = requirements.filter((texts) => texts !== undefined);
  return known.length === requirements.length && known.length > 0 ? [...new Set(known.flat())] : undefined;
}
