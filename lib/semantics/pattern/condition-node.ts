import type { ComparisonOperator, Operand } from "./tree.ts";

export type SubjectTest<Subject> = (subject: Subject) => boolean;

/** What is asked of one value: to compare with an operand, or to be null, true or false. */
export type Question =
  | { readonly type: "comparison"; readonly operator: ComparisonOperator; readonly operand: Operand }
  | { readonly type: "is"; readonly expected: null | boolean }
  | { readonly type: "not-exists" };

/** Where a value is found in a subject. */
export interface Place<Subject> {
  /** The same for the same place in any pattern of a set. */
  readonly key: string;
  read(subject: Subject): unknown;
}

/** A condition on one value, as an index over many patterns sees it. */
export interface Leaf<Subject> {
  readonly type: "leaf";
  /** The same for the same condition in any pattern of a set. */
  readonly key: string;
  /** Undefined for a condition that is not about one place. */
  readonly place: Place<Subject> | undefined;
  readonly question: Question | undefined;
  readonly test: SubjectTest<Subject>;
}

/** A pattern's condition over a JSON document or the fields of a line. */
export type ConditionNode<Subject> =
  | Leaf<Subject>
  | { readonly type: "and" | "or"; readonly operands: readonly ConditionNode<Subject>[] };

/** How rarely a condition holds as far as its kind tells, the rarest first; equal to what testing it costs, too. */
export function rankOf<Subject>({ question, place }: Leaf<Subject>): number {
  if (question === undefined || place === undefined) return 7;
  if (question.type === "is") return 1;
  if (question.type === "not-exists") return 6;
  const { operator, operand } = question;
  if (operator === "!=") return 5;
  if (operator !== "=") return 4;
  if (operand.type === "number" || (operand.type === "glob" && operand.pieces.length === 1)) return 0;
  return operand.type === "glob" ? 2 : 3;
}
