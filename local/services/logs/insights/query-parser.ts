import { ExpressionParser, isSymbol, isWord, unexpected } from "./expression-parser.ts";
import { QueryCompileError, type Span } from "./query-compile-error.ts";
import { type Token, Tokens } from "./tokens.ts";
import type { Column, Command, Expression } from "./tree.ts";

/** Rows that `limit` and StartQuery may ask for. https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax-Limit.html */
export const MAX_LIMIT = 100_000;

/** Commands of the language that the local cloud does not have. */
const OTHER_COMMANDS: ReadonlySet<string> = new Set([
  "anomaly",
  "diff",
  "filterindex",
  "join",
  "lookup",
  "pattern",
  "search",
  "source",
  "unnest",
]);

/**
 * Reads a query in the Logs Insights query language.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax.html
 *
 * @throws QueryCompileError
 */
export function parseQuery(source: string): Command[] {
  return new QueryParser(source).query();
}

class QueryParser {
  readonly #tokens: Tokens;
  readonly #expressions: ExpressionParser;

  constructor(source: string) {
    this.#tokens = new Tokens(source);
    this.#expressions = new ExpressionParser(this.#tokens);
  }

  query(): Command[] {
    const commands: Command[] = [];
    while (isSymbol(this.#tokens.peek(), "|")) this.#tokens.next();
    for (;;) {
      commands.push(this.#command());
      const token = this.#tokens.next();
      if (token.kind === "end") return commands;
      if (!isSymbol(token, "|")) throw unexpected(token, "'|' or the end of the query");
    }
  }

  #command(): Command {
    const token = this.#tokens.next();
    const { start } = token;
    if (token.kind !== "word") throw unexpected(token, "a command");
    switch (token.text.toLowerCase()) {
      case "fields":
      case "unmask":
        return this.#spanned(start, { kind: "fields", columns: this.#columns() });
      case "display":
        return this.#spanned(start, { kind: "display", columns: this.#columns() });
      case "filter":
        return this.#spanned(start, { kind: "filter", condition: this.#expressions.expression() });
      case "stats":
        return this.#stats(start);
      case "sort":
      case "order":
        return this.#sort(start);
      case "limit":
      case "head":
        return this.#limit(start, "first");
      case "tail":
        return this.#limit(start, "last");
      case "dedup":
        return this.#spanned(start, { kind: "dedup", columns: this.#columns() });
      case "parse":
        return this.#parse(start);
      default:
        if (OTHER_COMMANDS.has(token.text.toLowerCase()))
          throw new QueryCompileError(`the local cloud does not have the command '${token.text}'`, token);
        throw unexpected(
          token,
          "one of the commands fields, filter, stats, sort, limit, parse, display, dedup, unmask",
        );
    }
  }

  #spanned<Parsed extends object>(start: number, command: Parsed): Parsed & Span {
    return { ...command, start, end: this.#tokens.peek().start };
  }

  #stats(start: number): Command {
    const aggregates = this.#columns();
    const isGrouped = isWord(this.#tokens.peek(), "by");
    if (isGrouped) this.#tokens.next();
    const by = isGrouped ? this.#columns() : [];
    return this.#spanned(start, { kind: "stats", aggregates, by });
  }

  #sort(start: number): Command {
    if (isWord(this.#tokens.peek(), "by")) this.#tokens.next();
    const keys: { expression: Expression; descending: boolean }[] = [];
    do {
      const expression = this.#expressions.expression();
      const direction = this.#tokens.peek();
      const descending = isWord(direction, "desc");
      if (descending || isWord(direction, "asc")) this.#tokens.next();
      keys.push({ expression, descending });
    } while (this.#comma());
    return this.#spanned(start, { kind: "sort", keys });
  }

  #limit(start: number, which: "first" | "last"): Command {
    const any = which === "first" && isWord(this.#tokens.peek(), "any");
    if (any) this.#tokens.next();
    const token = this.#tokens.next();
    if (token.kind !== "number") throw unexpected(token, "a number");
    if (!Number.isInteger(token.value) || token.value < 1 || token.value > MAX_LIMIT)
      throw new QueryCompileError(
        `limit ${token.text}: expected a whole number from 1 to ${MAX_LIMIT}`,
        token,
      );
    return this.#spanned(start, { kind: "limit", count: token.value, which: any ? "any" : which });
  }

  #parse(start: number): Command {
    const message: Expression = { kind: "field", name: "@message", start, end: start };
    let pattern = this.#parsePattern();
    let source: Expression = message;
    if (!pattern) {
      source = this.#expressions.primary();
      pattern = this.#parsePattern();
      if (!pattern) throw unexpected(this.#tokens.peek(), "a pattern in quotes or slashes");
    }
    const names: string[] = [];
    if (isWord(this.#tokens.peek(), "as")) {
      this.#tokens.next();
      do names.push(this.#name());
      while (this.#comma());
    }
    return this.#spanned(start, { kind: "parse", source, pattern, names });
  }

  #parsePattern(): Expression | undefined {
    const token = this.#tokens.regex() ?? this.#tokens.peek();
    const { start, end, kind, text } = token;
    if (kind === "regex") return { kind: "regex", pattern: text, start, end };
    if (kind !== "string") return undefined;
    this.#tokens.next();
    return { kind: "literal", value: text, start, end };
  }

  #columns(): Column[] {
    const columns: Column[] = [];
    do columns.push(this.#column());
    while (this.#comma());
    return columns;
  }

  #column(): Column {
    const expression = this.#expressions.expression();
    const span = { start: expression.start, end: expression.end };
    if (isWord(this.#tokens.peek(), "as")) {
      this.#tokens.next();
      return { expression, name: this.#name(), span };
    }
    const text = this.#tokens.source.slice(span.start, span.end).trim();
    return { expression, name: expression.kind === "field" ? expression.name : text, span };
  }

  #name(): string {
    const token: Token = this.#tokens.next();
    if (token.kind === "word" || token.kind === "quoted-name") return token.text;
    throw unexpected(token, "a name");
  }

  #comma(): boolean {
    if (!isSymbol(this.#tokens.peek(), ",")) return false;
    this.#tokens.next();
    return true;
  }
}
