import type { MessageFields } from "./message-fields.ts";
import type { MessageView } from "./message-view.ts";
import { numberIn } from "./operand-parser.ts";
import { compileGlob, compileRegexOperand, type TextTest } from "./text-test.ts";
import type { Operand, SpaceComparison, SpaceCondition, SpaceSlot, SpaceTree } from "./tree.ts";

interface Slot {
  /** With its dollar sign. */
  readonly key: string | undefined;
  readonly test: TextTest | undefined;
}

/**
 * Matches the fields of a message with slots by position. Without `...` the last slot takes the rest of the line.
 *
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 */
export class SpaceMatcher {
  readonly #before: readonly Slot[];
  readonly #after: readonly Slot[];
  readonly #takesRest: boolean;
  #keys: readonly string[] = [];
  /** The names of the slots, with their dollar signs. */
  readonly names: readonly string[];

  constructor({ slots }: SpaceTree) {
    const ellipsis = slots.findIndex((slot) => slot.type === "ellipsis");
    const compiled = slots.filter((slot) => slot.type === "field").map(compileSlot);
    this.#takesRest = ellipsis === -1 && slots.length > 0;
    this.#before = ellipsis === -1 ? compiled : compiled.slice(0, ellipsis);
    this.#after = ellipsis === -1 ? [] : compiled.slice(ellipsis);
    this.names = compiled.flatMap((slot) => slot.key ?? []);
  }

  test(view: MessageView): boolean {
    const { fields } = view;
    const before = this.#before;
    const after = this.#after;
    const count = this.#countOf(fields);
    if (count === undefined) return false;
    for (let index = 0; index < before.length; index++) {
      const test = before[index]?.test;
      if (test !== undefined && !test(this.#valueAt(fields, index))) return false;
    }
    for (let index = 0; index < after.length; index++) {
      const test = after[index]?.test;
      if (test !== undefined && !test(fields.at(count - after.length + index) as string)) return false;
    }
    return true;
  }

  /** Every field of a message that matches: `$name`, or `$1`, `$2` and so on for those without a name. */
  extract(view: MessageView): Record<string, string> {
    const { fields } = view;
    const extracted: Record<string, string> = {};
    const count = this.#countOf(fields) ?? 0;
    const keys = this.#keysOf(count);
    for (let index = 0; index < count; index++)
      extracted[keys[index] as string] = this.#valueAt(fields, index);
    return extracted;
  }

  /** The field at a position from 1 on, whether its slot has a name or not. */
  readPosition(view: MessageView, position: number): string | undefined {
    const count = this.#countOf(view.fields) ?? 0;
    return position >= 1 && position <= count ? this.#valueAt(view.fields, position - 1) : undefined;
  }

  readName(view: MessageView, key: string): string | undefined {
    const count = this.#countOf(view.fields) ?? 0;
    for (let index = 0; index < count; index++) {
      if (this.#slotAt(index, count)?.key === key) return this.#valueAt(view.fields, index);
    }
    return undefined;
  }

  /** How many fields the slots see in the message; `undefined` when it has too few. */
  #countOf({ length }: MessageFields): number | undefined {
    if (length < this.#before.length + this.#after.length) return undefined;
    return this.#takesRest ? this.#before.length : length;
  }

  /** Made anew only when a message has another number of fields than the one before. */
  #keysOf(count: number): readonly string[] {
    if (this.#keys.length !== count)
      this.#keys = Array.from(
        { length: count },
        (_, index) => this.#slotAt(index, count)?.key ?? `$${index + 1}`,
      );
    return this.#keys;
  }

  #slotAt(index: number, count: number): Slot | undefined {
    return index < this.#before.length
      ? this.#before[index]
      : this.#after[index - (count - this.#after.length)];
  }

  #valueAt(fields: MessageFields, index: number): string {
    const isLast = this.#takesRest && index === this.#before.length - 1;
    return isLast && fields.length > this.#before.length
      ? fields.restFrom(index)
      : (fields.at(index) as string);
  }
}

function compileSlot(slot: SpaceSlot & { readonly type: "field" }): Slot {
  return {
    key: slot.name === undefined ? undefined : `$${slot.name}`,
    test: slot.condition === undefined ? undefined : compileSpaceCondition(slot.condition),
  };
}

function compileSpaceCondition(condition: SpaceCondition): TextTest {
  if (condition.type === "comparison") return compileSpaceComparison(condition);
  const tests = condition.operands.map(compileSpaceCondition);
  if (condition.type === "and") return (text) => tests.every((test) => test(text));
  return (text) => tests.some((test) => test(text));
}

/** A comparison with the text of a field. */
export function compileSpaceComparison({ operator, operand }: SpaceComparison): TextTest {
  if (operator === "=") return compileEquality(operand);
  if (operator === "!=") {
    const equals = compileEquality(operand);
    return (text) => !equals(text);
  }
  const bound = (operand as Operand & { readonly type: "number" }).value;
  const numeric = (text: string): number => numberIn(text) ?? Number.NaN;
  if (operator === ">") return (text) => numeric(text) > bound;
  if (operator === ">=") return (text) => numeric(text) >= bound;
  if (operator === "<") return (text) => numeric(text) < bound;
  return (text) => numeric(text) <= bound;
}

function compileEquality(operand: Operand): TextTest {
  if (operand.type === "regex") return compileRegexOperand(operand);
  if (operand.type === "glob") return compileGlob(operand.pieces);
  const { text: written, value } = operand;
  return (text) => text === written || numberIn(text) === value;
}
