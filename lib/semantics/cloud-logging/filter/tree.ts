/** Operators of a comparison. `:` is "has": contains, or is one of. */
export type Operator = "=" | "!=" | "<" | "<=" | ">" | ">=" | ":" | "=~" | "!~";

/** A word or a quoted text. */
export interface Literal {
  readonly kind: "literal";
  /** Without quotes, escapes resolved. */
  readonly text: string;
  readonly quoted: boolean;
  /** As it stands between its quotes; regular expressions keep their own escapes. */
  readonly raw: string;
  readonly position: number;
}

/** `*`, which only `:` takes: the field is there. */
export interface Anything {
  readonly kind: "anything";
  readonly position: number;
}

/** Name of a field, component by component. */
export interface Path {
  readonly kind: "path";
  readonly components: readonly string[];
  readonly position: number;
}

export interface Call {
  readonly kind: "call";
  /** In lower case. */
  readonly name: string;
  readonly operands: readonly Operand[];
  readonly position: number;
}

/** What a function is given. A word without quotes may be a field or a value: the function knows. */
export type Operand = Path | Literal | Call;

/** The right side of a comparison: one value, or a combination to which the comparison applies one by one. */
export type Value =
  | Literal
  | Anything
  | { readonly kind: "and" | "or"; readonly operands: readonly Value[] }
  | { readonly kind: "not"; readonly operand: Value };

export interface Comparison {
  readonly kind: "comparison";
  readonly field: Path | Call;
  readonly operator: Operator;
  readonly value: Value;
  readonly position: number;
}

/** A query as a tree. A lone literal is a global restriction; an empty `and` matches everything. */
export type Expression =
  | { readonly kind: "and" | "or"; readonly operands: readonly Expression[] }
  | { readonly kind: "not"; readonly operand: Expression }
  | Comparison
  | Call
  | Literal;
