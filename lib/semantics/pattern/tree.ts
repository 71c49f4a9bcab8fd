/** The syntax tree of a filter pattern. Positions are not kept: a tree says what a pattern means. */
export type PatternTree = AllTree | TermsTree | JsonTree | SpaceTree;

export interface AllTree {
  readonly kind: "all";
}

export interface TermsTree {
  readonly kind: "terms";
  readonly items: readonly TermItem[];
}

/** One term: required, `?` optional or `-` excluded. */
export interface TermItem {
  readonly role: "required" | "optional" | "excluded";
  readonly operand: LiteralOperand | RegexOperand;
}

/** Text to be found as it stands. */
export interface LiteralOperand {
  readonly type: "literal";
  readonly text: string;
}

/** A `%…%` expression, without its percent signs. */
export interface RegexOperand {
  readonly type: "regex";
  readonly source: string;
}

export interface NumberOperand {
  readonly type: "number";
  /** The number as it was written. */
  readonly text: string;
  readonly value: number;
}

/** Text cut at its wildcards: `["a", "b"]` is `a*b`; one piece is an exact text; `["", ""]` is a lone `*`. */
export interface GlobOperand {
  readonly type: "glob";
  readonly pieces: readonly string[];
}

export type Operand = NumberOperand | GlobOperand | RegexOperand;

/** How the datapoints of an alarm are compared with its threshold. */
export type ComparisonOperator = "=" | "!=" | ">" | "<" | ">=" | "<=";

export interface JsonTree {
  readonly kind: "json";
  readonly condition: JsonCondition;
}

export type JsonCondition =
  | Conjunction<JsonCondition>
  | Disjunction<JsonCondition>
  | JsonComparison
  | JsonTypeTest
  | JsonNotExists;

/** `&&` over two or more operands. */
export interface Conjunction<Condition> {
  readonly type: "and";
  readonly operands: readonly Condition[];
}

/** `||` over two or more operands. */
export interface Disjunction<Condition> {
  readonly type: "or";
  readonly operands: readonly Condition[];
}

export type Junction<Condition> = Conjunction<Condition> | Disjunction<Condition>;

export interface JsonComparison {
  readonly type: "comparison";
  readonly selector: JsonSelector;
  readonly operator: ComparisonOperator;
  readonly operand: Operand;
}

export interface JsonTypeTest {
  readonly type: "is";
  readonly selector: JsonSelector;
  readonly expected: null | boolean;
}

export interface JsonNotExists {
  readonly type: "not-exists";
  readonly selector: JsonSelector;
}

/** `$` and the steps after it. */
export type JsonSelector = readonly SelectorStep[];

export type SelectorStep =
  | { readonly type: "name"; readonly name: string }
  | { readonly type: "index"; readonly index: number }
  | { readonly type: "any-member" }
  | { readonly type: "any-element" };

export interface SpaceTree {
  readonly kind: "space";
  /** Slots in order; at most one is an ellipsis. Empty for `[]`, which accepts every message. */
  readonly slots: readonly SpaceSlot[];
}

export type SpaceSlot =
  | { readonly type: "ellipsis" }
  | {
      readonly type: "field";
      readonly name: string | undefined;
      readonly condition: SpaceCondition | undefined;
    };

export type SpaceCondition = Conjunction<SpaceCondition> | Disjunction<SpaceCondition> | SpaceComparison;

export interface SpaceComparison {
  readonly type: "comparison";
  readonly operator: ComparisonOperator;
  readonly operand: Operand;
}
