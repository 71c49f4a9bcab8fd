import { isSymbol, unexpected } from "./expression-parser.ts";
import type { QueryParser } from "./query-parser.ts";
import { flagOf, numberOf } from "./settings.ts";
import type { Command } from "./tree.ts";

const MAX_LAG = 1_000;

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax-Addtotals.html @throws QueryCompileError */
export function parseAddtotals(parser: QueryParser, start: number): Command {
  const settings = parser.settings(["fieldname", "row", "col"]);
  return parser.spanned(start, {
    kind: "addtotals",
    name: settings.get("fieldname")?.text ?? "Total",
    row: flagOf(settings.get("row"), true),
    column: flagOf(settings.get("col"), false),
    fields: parser.columnsToEnd(),
  });
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax-Accum.html @throws QueryCompileError */
export function parseAccum(parser: QueryParser, start: number): Command {
  const source = parser.field();
  return parser.spanned(start, {
    kind: "accum",
    source,
    name: parser.word("as") ? parser.name() : source.name,
  });
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax-Autoregress.html @throws QueryCompileError */
export function parseAutoregress(parser: QueryParser, start: number): Command {
  const source = parser.field();
  const alias = parser.word("as") ? parser.name() : undefined;
  let [first, last] = [1, 1];
  const token = parser.settings(["p"]).get("p");
  if (token) {
    first = numberOf(token, 1, { minimum: 1, maximum: MAX_LAG });
    last = parser.symbol("-")
      ? numberOf(parser.tokens.next(), 1, { minimum: first, maximum: MAX_LAG })
      : first;
  }
  const lags = Array.from({ length: last - first + 1 }, (_, index) => {
    const lag = first + index;
    return { lag, name: alias !== undefined && first === last ? alias : `${alias ?? source.name}_p${lag}` };
  });
  return parser.spanned(start, { kind: "autoregress", source, lags });
}

/** Names may end with `*`. https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax-Filldown.html @throws QueryCompileError */
export function parseFilldown(parser: QueryParser, start: number): Command {
  const names: string[] = [];
  for (let token = parser.tokens.peek(); !parser.isEnd(token); token = parser.tokens.peek()) {
    if (isSymbol(token, "*")) {
      parser.tokens.next();
      names.push("*");
    } else names.push(parser.name() + (parser.tokens.isNext("*") && parser.symbol("*") ? "*" : ""));
    parser.comma();
  }
  return parser.spanned(start, { kind: "filldown", names });
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax-Fillmissing.html @throws QueryCompileError */
export function parseFillmissing(parser: QueryParser, start: number): Command {
  const values: { value: string | number | boolean; name: string }[] = [];
  if (parser.word("with"))
    do {
      const negative = parser.symbol("-");
      const token = parser.tokens.next();
      if (token.kind !== "number" && token.kind !== "string") throw unexpected(token, "a number or a text");
      if (!parser.word("for")) throw unexpected(parser.tokens.peek(), "'for'");
      const value = token.kind === "number" ? (negative ? -token.value : token.value) : token.text;
      values.push({ value, name: nameOrText(parser) });
    } while (parser.comma());
  return parser.spanned(start, { kind: "fillmissing", values });
}

/** The name of a column, which may be the text of an aggregate. */
function nameOrText(parser: QueryParser): string {
  const { start, end } = parser.expressions.primary();
  return parser.tokens.source.slice(start, end).replaceAll("`", "");
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax-Outlier.html @throws QueryCompileError */
export function parseOutlier(parser: QueryParser, start: number): Command {
  const settings = parser.settings(["action", "param", "uselower", "mark"]);
  const token = settings.get("action");
  const action = token?.text.toLowerCase() ?? "transform";
  if (action !== "remove" && action !== "transform") throw unexpected(token!, "remove or transform");
  const fields = parser.columnsToEnd();
  if (fields.length === 0) throw unexpected(parser.tokens.peek(), "a field");
  return parser.spanned(start, {
    kind: "outlier",
    action,
    factor: numberOf(settings.get("param"), 2.5, { minimum: 0, maximum: Number.MAX_VALUE }),
    lower: flagOf(settings.get("uselower"), false),
    mark: flagOf(settings.get("mark"), false),
    fields,
  });
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax-Sessionize.html @throws QueryCompileError */
export function parseSessionize(parser: QueryParser, start: number): Command {
  const columns = [];
  do {
    const expression = parser.field();
    columns.push({ expression, name: expression.name, span: expression });
  } while (parser.comma());
  return parser.spanned(start, {
    kind: "sessionize",
    columns,
    gap: parser.word("maxspan") ? parser.period() : ({ count: 30, unit: "minute" } as const),
    name: parser.word("as") ? parser.name() : "session_id",
  });
}
