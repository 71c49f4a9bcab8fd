import { isSymbol, isWord, unexpected } from "./expression-parser.ts";
import { partsOf } from "./field-name.ts";
import type { QueryParser } from "./query-parser.ts";
import type { Command, Expression } from "./tree.ts";

/**
 * `parse @message "user=*" as user`, `parse @message /(?<user>…)/ multi`, `parse @message logfmt as lf`,
 * `parse @message csv as host, path`.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax-Parse.html
 *
 * @throws QueryCompileError
 */
export function parseParse(parser: QueryParser, start: number): Command {
  let source: Expression = { kind: "field", name: "@message", path: ["@message"], start, end: start };
  let pattern = patternOf(parser);
  if (!pattern) {
    source = parser.expressions.primary();
    pattern = patternOf(parser);
    // The format alone: its word was read as a field.
    const word = source.kind === "field" ? source.name.toLowerCase() : "";
    if (!pattern && (word === "logfmt" || word === "csv") && isWord(parser.tokens.peek(), "as")) {
      pattern = word;
      source = { kind: "field", name: "@message", path: ["@message"], start, end: start };
    }
    if (!pattern) throw unexpected(parser.tokens.peek(), "a pattern in quotes or slashes, logfmt or csv");
  }
  let multi = parser.word("multi");
  const names = parser.word("as") ? parser.names() : [];
  multi ||= parser.word("multi");
  return parser.spanned(start, { kind: "parse", source, pattern, names, multi });
}

/**
 * `json field=payload "user.name" as username`.
 *
 * @throws QueryCompileError
 */
export function parseJson(parser: QueryParser, start: number): Command {
  if (!parser.word("field")) throw unexpected(parser.tokens.peek(), "'field='");
  parser.expressions.expect("=");
  const source = parser.field();
  const token = parser.tokens.next();
  if (token.kind !== "string") throw unexpected(token, "a path in quotes");
  if (!parser.word("as")) throw unexpected(parser.tokens.peek(), "'as'");
  const path = partsOf(token.text).map((part) => (/^\d+$/.test(part) ? Number(part) : part));
  return parser.spanned(start, { kind: "json", source, path, name: parser.name() });
}

function patternOf(parser: QueryParser): Expression | "logfmt" | "csv" | undefined {
  const token = parser.tokens.regex() ?? parser.tokens.peek();
  const { start, end, kind, text } = token;
  if (kind === "regex") return { kind: "regex", pattern: text, start, end };
  if (kind === "word" && (text.toLowerCase() === "logfmt" || text.toLowerCase() === "csv")) {
    const rest = parser.tokens.source.slice(end);
    // A field may be called so: it is the format when `as` follows.
    if (!/^\s+as\b/i.test(rest) || isSymbol(token, "|")) return undefined;
    parser.tokens.next();
    return text.toLowerCase() as "logfmt" | "csv";
  }
  if (kind !== "string") return undefined;
  parser.tokens.next();
  return { kind: "literal", value: text, start, end };
}
