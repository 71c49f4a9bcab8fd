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

/** The way to a member: keys, and positions in lists from 0. */
export type Path = readonly (string | number)[];

export type Expression = Span &
  (
    | { readonly kind: "field"; readonly name: string; readonly path: Path }
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
    | { readonly kind: "in-query"; readonly operand: Expression; readonly subquery: Subquery }
    | { readonly kind: "member"; readonly operand: Expression; readonly path: Path }
    | { readonly kind: "call"; readonly name: string; readonly arguments: readonly Expression[] }
  );

/** An expression and the name of its column. */
export interface Column {
  readonly expression: Expression;
  readonly name: string;
  readonly span: Span;
}

/** A whole query in parentheses. */
export interface Subquery extends Span {
  readonly commands: readonly Command[];
}

/** Which log groups a query reads. https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax-Source.html */
export interface SourceSelection {
  readonly names: readonly string[];
  /** Present when `logGroups(…)` is: groups whose names begin with one of them, all when it is empty. */
  readonly prefixes?: readonly string[] | undefined;
  /** @default ["STANDARD"] */
  readonly classes?: readonly string[] | undefined;
  readonly accounts?: readonly string[] | undefined;
  readonly tags?: readonly { readonly key: string; readonly values: readonly string[] }[] | undefined;
}

/** A field and the name under which it is added. */
export interface FieldMapping {
  readonly from: string;
  readonly to: string;
}

export type Command = Span &
  (
    | {
        readonly kind: "fields" | "display";
        readonly columns: readonly Column[];
        /** Whether it asks for the data that a policy masks. */
        readonly unmasks?: true;
      }
    | { readonly kind: "filter"; readonly condition: Expression }
    | { readonly kind: "filterIndex"; readonly condition: Expression }
    | {
        readonly kind: "stats";
        readonly aggregates: readonly Column[];
        readonly by: readonly Column[];
        readonly offset?: Period;
      }
    | { readonly kind: "sort"; readonly keys: readonly { expression: Expression; descending: boolean }[] }
    | { readonly kind: "limit"; readonly count: number; readonly which: "first" | "last" | "any" }
    | { readonly kind: "dedup"; readonly columns: readonly Column[] }
    | {
        readonly kind: "parse";
        readonly source: Expression;
        readonly pattern: Expression | "logfmt" | "csv";
        readonly names: readonly string[];
        /** One row for every match. */
        readonly multi: boolean;
      }
    | { readonly kind: "json"; readonly source: Expression; readonly path: Path; readonly name: string }
    | { readonly kind: "unnest"; readonly source: Expression; readonly name: string }
    | { readonly kind: "source"; readonly selection: SourceSelection }
    | { readonly kind: "pattern"; readonly source: Expression }
    | { readonly kind: "anomaly" | "estimate" }
    | { readonly kind: "diff"; readonly with: "previous" | "previousDay" | "previousWeek" | "previousMonth" }
    | { readonly kind: "logcompare"; readonly shift: Period }
    | {
        readonly kind: "join";
        readonly type: "inner" | "left";
        readonly left: string;
        readonly right: string;
        readonly leftKey: Path;
        readonly rightKey: Path;
        readonly subquery: Subquery;
      }
    | {
        readonly kind: "lookup";
        readonly table: string;
        readonly match: readonly FieldMapping[];
        readonly output: readonly FieldMapping[];
        readonly keeps: boolean;
        /** Matches addresses with ranges instead of equal values. */
        readonly isCidr: boolean;
      }
    | {
        readonly kind: "appendcols";
        readonly override: boolean;
        readonly maximum: number;
        readonly subquery: Subquery;
      }
    | {
        readonly kind: "addtotals";
        readonly name: string;
        readonly row: boolean;
        readonly column: boolean;
        readonly fields: readonly Column[];
      }
    | { readonly kind: "accum"; readonly source: Expression; readonly name: string }
    | {
        readonly kind: "autoregress";
        readonly source: Expression;
        /** The lags, each with the name of its column. */
        readonly lags: readonly { readonly lag: number; readonly name: string }[];
      }
    | { readonly kind: "filldown"; readonly names: readonly string[] }
    | {
        readonly kind: "fillmissing";
        readonly values: readonly { readonly value: string | number | boolean; readonly name: string }[];
      }
    | {
        readonly kind: "outlier";
        readonly action: "remove" | "transform";
        readonly factor: number;
        readonly lower: boolean;
        readonly mark: boolean;
        readonly fields: readonly Column[];
      }
    | {
        readonly kind: "sessionize";
        readonly columns: readonly Column[];
        readonly gap: Period;
        readonly name: string;
      }
    | { readonly kind: "countFrequent"; readonly columns: readonly Column[] }
    | {
        readonly kind: "relevantfields";
        readonly columns: readonly Column[];
        readonly condition: Expression;
      }
  );
