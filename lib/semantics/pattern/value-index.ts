import type { Leaf } from "./condition-node.ts";
import { numberIn } from "./operand-parser.ts";
import type { SatisfiedPatterns, Target } from "./satisfied-patterns.ts";
import { SubstringSearch } from "./substring-search.ts";
import type { ComparisonOperator } from "./tree.ts";

interface Bound<Subject> {
  readonly bound: number;
  readonly isInclusive: boolean;
  readonly targets: readonly Target<Subject>[];
}

interface OtherTest<Subject> {
  readonly test: Leaf<Subject>["test"];
  readonly targets: Target<Subject>[];
}

/** Finds which of many questions about one value are answered with yes, without asking each of them. */
export class ValueIndex<Subject> {
  readonly #texts = new Map<string, Target<Subject>[]>();
  readonly #numbers = new Map<number, Target<Subject>[]>();
  /** For numbers that are written as text. */
  readonly #numericTexts = new Map<number, Target<Subject>[]>();
  readonly #constants = new Map<null | boolean, Target<Subject>[]>();
  readonly #substrings = new SubstringSearch<Target<Subject>>();
  /** What asks for more than a bound, the lowest first. */
  #above: Bound<Subject>[] = [];
  /** What asks for less than a bound, the highest first. */
  #below: Bound<Subject>[] = [];
  readonly #others = new Map<string, OtherTest<Subject>>();
  #otherTests: readonly OtherTest<Subject>[] = [];

  add(leaf: Leaf<Subject>, target: Target<Subject>): void {
    const { question } = leaf;
    if (question?.type === "is") append(this.#constants, question.expected, target);
    else if (question?.type !== "comparison") this.#addOther(leaf, target);
    else if (question.operator === "=") this.#addEquality(leaf, question.operand, target);
    else if (question.operator === "!=" || question.operand.type !== "number") this.#addOther(leaf, target);
    else this.#addOrder(question.operator, question.operand.value, target);
  }

  #addEquality(
    leaf: Leaf<Subject>,
    operand: Extract<NonNullable<Leaf<Subject>["question"]>, { type: "comparison" }>["operand"],
    target: Target<Subject>,
  ): void {
    if (operand.type === "number") {
      append(this.#numbers, operand.value, target);
      append(this.#numericTexts, operand.value, target);
      return;
    }
    const pieces = operand.type === "glob" ? operand.pieces : [];
    const [first, second, third] = pieces;
    if (pieces.length === 1) {
      const text = first as string;
      append(this.#texts, text, target);
      const number = numberIn(text);
      if (number !== undefined) append(this.#numbers, number, target);
      if (text === "true" || text === "false") append(this.#constants, text === "true", target);
    } else if (pieces.length === 3 && first === "" && third === "" && second !== undefined && second !== "")
      this.#substrings.add(second, target);
    else this.#addOther(leaf, target);
  }

  #addOrder(operator: ComparisonOperator, bound: number, target: Target<Subject>): void {
    const isInclusive = operator === ">=" || operator === "<=";
    const isAbove = operator === ">" || operator === ">=";
    const bounds = isAbove ? this.#above : this.#below;
    bounds.push({ bound, isInclusive, targets: [target] });
    bounds.sort(
      (left, right) =>
        (isAbove ? left.bound - right.bound : right.bound - left.bound) ||
        Number(right.isInclusive) - Number(left.isInclusive),
    );
  }

  #addOther({ key, test }: Leaf<Subject>, target: Target<Subject>): void {
    const known = this.#others.get(key);
    if (known !== undefined) known.targets.push(target);
    else this.#others.set(key, { test, targets: [target] });
    this.#otherTests = [...this.#others.values()];
  }

  /** Opens the patterns whose question the value answers with yes. */
  open(value: unknown, subject: Subject, satisfied: SatisfiedPatterns): void {
    if (typeof value === "string") this.#openText(value, subject, satisfied);
    else if (typeof value === "number") {
      openFound(this.#numbers, value, subject, satisfied);
      this.#openBounds(value, subject, satisfied);
      this.#openSubstrings(value, subject, satisfied);
    } else if (typeof value === "boolean" || value === null) {
      openFound(this.#constants, value, subject, satisfied);
      if (value !== null) this.#openSubstrings(value, subject, satisfied);
    }
    const others = this.#otherTests;
    for (let at = 0; at < others.length; at++) {
      const { test, targets } = others[at] as OtherTest<Subject>;
      if (test(subject)) satisfied.open(targets, subject);
    }
  }

  #openText(text: string, subject: Subject, satisfied: SatisfiedPatterns): void {
    openFound(this.#texts, text, subject, satisfied);
    this.#openSubstrings(text, subject, satisfied);
    if (this.#numericTexts.size === 0 && this.#above.length === 0 && this.#below.length === 0) return;
    const number = numberIn(text);
    if (number === undefined) return;
    openFound(this.#numericTexts, number, subject, satisfied);
    this.#openBounds(number, subject, satisfied);
  }

  #openSubstrings(value: string | number | boolean, subject: Subject, satisfied: SatisfiedPatterns): void {
    if (this.#substrings.size === 0) return;
    for (const found of this.#substrings.search(String(value))) satisfied.open(found, subject);
  }

  #openBounds(number: number, subject: Subject, satisfied: SatisfiedPatterns): void {
    const above = this.#above;
    for (let at = 0; at < above.length; at++) {
      const { bound, isInclusive, targets } = above[at] as Bound<Subject>;
      if (!(number > bound || (isInclusive && number === bound))) break;
      satisfied.open(targets, subject);
    }
    const below = this.#below;
    for (let at = 0; at < below.length; at++) {
      const { bound, isInclusive, targets } = below[at] as Bound<Subject>;
      if (!(number < bound || (isInclusive && number === bound))) break;
      satisfied.open(targets, subject);
    }
  }
}

function append<Key, Subject>(map: Map<Key, Target<Subject>[]>, key: Key, target: Target<Subject>): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, [target]);
  else known.push(target);
}

function openFound<Key, Subject>(
  map: ReadonlyMap<Key, readonly Target<Subject>[]>,
  key: Key,
  subject: Subject,
  satisfied: SatisfiedPatterns,
): void {
  if (map.size === 0) return;
  const found = map.get(key);
  if (found !== undefined) satisfied.open(found, subject);
}
