import type { Span } from "./query-compile-error.ts";

export type BinaryOperator =
  | "and"
  | "or"
  | "="
  | "!="
  | "<"
  | "<="
  | ">"
  | ">="
  | "+"
  | "-"
  | "*"
  | "/"
  | "%"
  | "^";

/** A length of time: calendar units are not of a fixed number of milliseconds. */
export interface Period {
  readonly count: number;
  readonly unit: "millisecond" | "second" | "minute" | "hour" | "day" | "week" | "month" | "quarter" | "year";
}

export type Expression = Span &
  (
    | { readonly kind: "field"; readonly name: string }
    | { readonly kind: "literal"; readonly value: string | number | boolean }
    | { readonly kind: "period"; readonly period: Period }
    | { readonly kind: "star" }
    | { readonly kind: "regex"; readonly pattern: string }
    | { readonly kind: "not" | "minus"; readonly operand: Expression }
    | {
        readonly kind: "binary";
        readonly operator: BinaryOperator;
        readonly left: Expression;
        readonly right: Expression;
      }
    | { readonly kind: "like"; readonly operand: Expression; readonly pattern: Expression }
    | { readonly kind: "in"; readonly operand: Expression; readonly list: readonly Expression[] }
    | { readonly kind: "call"; readonly name: string; readonly arguments: readonly Expression[] }
  );

/** An expression and the name of its column. */
export interface Column {
  readonly expression: Expression;
  readonly name: string;
  readonly span: Span;
}

export type Command = Span &
  (
    | { readonly kind: "fields" | "display"; readonly columns: readonly Column[] }
    | { readonly kind: "filter"; readonly condition: Expression }
    | { readonly kind: "stats"; readonly aggregates: readonly Column[]; readonly by: readonly Column[] }
    | { readonly kind: "sort"; readonly keys: readonly { expression: Expression; descending: boolean }[] }
    | { readonly kind: "limit"; readonly count: number; readonly which: "first" | "last" | "any" }
    | { readonly kind: "dedup"; readonly columns: readonly Column[] }
    | {
        readonly kind: "parse";
        readonly source: Expression;
        readonly pattern: Expression;
        readonly names: readonly string[];
      }
  );
