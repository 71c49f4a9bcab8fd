import type { Leaf, Place, SubjectTest } from "./condition-node.ts";
import type { ComparisonOperator } from "./tree.ts";

/**
 * What else must hold once an index has found that a part of a condition does. The plain comparisons of numbers and texts are
 * made here, in one place that runs hot, and all others by the test that was compiled for them.
 */
export class RestTest<Subject> {
  readonly #test: SubjectTest<Subject>;
  readonly #place: Place<Subject> | undefined;
  readonly #operator: ComparisonOperator = "=";
  readonly #operand: number | string = "";

  /** @param leaf the single condition that the test is of, when it is one */
  constructor(test: SubjectTest<Subject>, leaf?: Leaf<Subject>) {
    this.#test = test;
    if (leaf?.question?.type !== "comparison") return;
    const { operator, operand } = leaf.question;
    const isText = operand.type === "glob" && operand.pieces.length === 1;
    if (operand.type !== "number" && !isText) return;
    this.#place = leaf.place;
    this.#operator = operator;
    this.#operand = operand.type === "number" ? operand.value : (operand.pieces[0] as string);
  }

  holds(subject: Subject): boolean {
    const place = this.#place;
    if (place === undefined) return this.#test(subject);
    const value = place.read(subject);
    const operand = this.#operand;
    if (typeof value === "number" && typeof operand === "number")
      switch (this.#operator) {
        case "=":
          return value === operand;
        case "!=":
          return value !== operand;
        case ">":
          return value > operand;
        case ">=":
          return value >= operand;
        case "<":
          return value < operand;
        case "<=":
          return value <= operand;
      }
    if (typeof value === "string" && typeof operand === "string")
      return (value === operand) === (this.#operator === "=");
    return this.#test(subject);
  }
}
