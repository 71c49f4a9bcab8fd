import { ExpressionParser, isSymbol, isWord, unexpected } from "./expression-parser.ts";
import { parsePeriod } from "./period.ts";
import { QueryCompileError, type Span } from "./query-compile-error.ts";
import { type Token, Tokens } from "./tokens.ts";
import type { Column, Command, Expression, Path, Period, Subquery } from "./tree.ts";

/** Reads commands, and gives those that know their own words what they have in common: columns, names, options. */
export class QueryParser {
  readonly tokens: Tokens;
  readonly expressions: ExpressionParser;
  readonly #command: (parser: QueryParser) => Command;
  #nesting = 0;

  constructor(source: string, command: (parser: QueryParser) => Command) {
    this.#command = command;
    this.tokens = new Tokens(source);
    this.expressions = new ExpressionParser(this.tokens, () => this.subquery());
  }

  query(): Command[] {
    const commands = this.#commands();
    const token = this.tokens.next();
    if (token.kind !== "end") throw unexpected(token, "'|' or the end of the query");
    return commands;
  }

  /** A query in parentheses. Only one level is allowed. */
  subquery(): Subquery {
    const { start } = this.expressions.expect("(");
    if (this.#nesting > 0)
      throw new QueryCompileError("nested subqueries are not supported", { start, end: start + 1 });
    this.#nesting += 1;
    const commands = this.#commands();
    this.#nesting -= 1;
    return { commands, start, end: this.expressions.expect(")").end };
  }

  #commands(): Command[] {
    const commands: Command[] = [];
    while (isSymbol(this.tokens.peek(), "|")) this.tokens.next();
    for (;;) {
      commands.push(this.#command(this));
      if (!isSymbol(this.tokens.peek(), "|")) return commands;
      this.tokens.next();
    }
  }

  spanned<Parsed extends object>(start: number, command: Parsed): Parsed & Span {
    return { ...command, start, end: this.tokens.peek().start };
  }

  columns(): Column[] {
    const columns: Column[] = [];
    do columns.push(this.column());
    while (this.comma());
    return columns;
  }

  column(): Column {
    const expression = this.expressions.expression();
    const span = { start: expression.start, end: expression.end };
    if (this.word("as")) return { expression, name: this.name(), span };
    const text = this.tokens.source.slice(span.start, span.end).trim();
    return { expression, name: expression.kind === "field" ? expression.name : text, span };
  }

  /** Columns that are separated by spaces or commas, up to the end of the command. */
  columnsToEnd(): Column[] {
    const columns: Column[] = [];
    for (let token = this.tokens.peek(); !this.isEnd(token); token = this.tokens.peek()) {
      columns.push(this.#plainColumn());
      this.comma();
    }
    return columns;
  }

  #plainColumn(): Column {
    const expression = this.field();
    return { expression, name: expression.name, span: { start: expression.start, end: expression.end } };
  }

  field(): Extract<Expression, { kind: "field" }> {
    const expression = this.expressions.primary();
    if (expression.kind === "field") return expression;
    throw new QueryCompileError("expected the name of a field", expression);
  }

  /** A period such as 5m. */
  period(): Period {
    const token = this.tokens.next();
    if (token.kind === "period") return parsePeriod(token);
    throw unexpected(token, "a period such as 5m");
  }

  /** A name as the way to a field, also where a parenthesis follows. */
  path(): Path {
    const token = this.tokens.next();
    if (token.kind === "word" || token.kind === "quoted-name") return token.parts;
    throw unexpected(token, "the name of a field");
  }

  name(): string {
    const token: Token = this.tokens.next();
    if (token.kind === "word" || token.kind === "quoted-name") return token.text;
    throw unexpected(token, "a name");
  }

  names(): string[] {
    const names: string[] = [];
    do names.push(this.name());
    while (this.comma());
    return names;
  }

  /** Whether the next token is the word, which is then read. */
  word(word: string): boolean {
    if (!isWord(this.tokens.peek(), word)) return false;
    this.tokens.next();
    return true;
  }

  symbol(symbol: string): boolean {
    if (!isSymbol(this.tokens.peek(), symbol)) return false;
    this.tokens.next();
    return true;
  }

  comma(): boolean {
    return this.symbol(",");
  }

  /** Whether the command ends here. */
  isEnd(token: Token): boolean {
    return token.kind === "end" || isSymbol(token, "|") || isSymbol(token, ")");
  }

  /** Settings such as `col=true` before a command's fields. A word that has no `=` after it is not one. */
  settings(names: readonly string[]): Map<string, Token> {
    const found = new Map<string, Token>();
    for (let token = this.tokens.peek(); token.kind === "word"; token = this.tokens.peek()) {
      const name = token.text.toLowerCase();
      if (!names.includes(name) || !this.#isSetting(token)) break;
      this.tokens.next();
      this.expressions.expect("=");
      found.set(name, this.tokens.next());
    }
    return found;
  }

  #isSetting({ end }: Token): boolean {
    return /^\s*=/.test(this.tokens.source.slice(end, end + 20));
  }
}
