import { parsePeriod } from "./period.ts";
import { QueryCompileError } from "./query-compile-error.ts";
import type { Token, Tokens } from "./tokens.ts";
import type { BinaryOperator, Expression, Path, Subquery } from "./tree.ts";

/** Deeper nesting than this is refused rather than left to the stack. */
const MAX_DEPTH = 200;
/** A chain of more operators than this is refused for the same reason. */
const MAX_OPERATORS = 2_000;

const COMPARISONS: ReadonlySet<string> = new Set(["=", "!=", "<", "<=", ">", ">="]);
const SUMS: ReadonlySet<string> = new Set(["+", "-"]);
const PRODUCTS: ReadonlySet<string> = new Set(["*", "/", "%"]);

/** Reads expressions: `or`, `and`, `not`, comparisons, `like`, `=~`, `in`, arithmetic, calls and fields. */
export class ExpressionParser {
  readonly #tokens: Tokens;
  /** Reads a query that stands in parentheses, up to the closing one. */
  readonly #subquery: () => Subquery;
  #depth = 0;
  #operators = 0;

  constructor(tokens: Tokens, subquery: () => Subquery) {
    this.#tokens = tokens;
    this.#subquery = subquery;
  }

  /** @throws QueryCompileError */
  expression(): Expression {
    this.#depth += 1;
    if (this.#depth > MAX_DEPTH)
      throw new QueryCompileError("the expression is nested too deeply", this.#tokens.peek());
    const expression = this.#chain(["or"], () => this.#chain(["and"], () => this.#negation()));
    this.#depth -= 1;
    return expression;
  }

  #operator(): Token {
    const token = this.#tokens.next();
    this.#operators += 1;
    if (this.#operators > MAX_OPERATORS)
      throw new QueryCompileError("the query has too many operators", token);
    return token;
  }

  #chain(words: readonly BinaryOperator[], operand: () => Expression): Expression {
    let left = operand();
    for (;;) {
      const operator = words.find((word) => isWord(this.#tokens.peek(), word));
      if (!operator) return left;
      this.#operator();
      left = binary(operator, left, operand());
    }
  }

  #negation(): Expression {
    const nots: Token[] = [];
    while (isWord(this.#tokens.peek(), "not") || isSymbol(this.#tokens.peek(), "!"))
      nots.push(this.#operator());
    let expression = this.#comparison();
    for (const { start } of nots.reverse())
      expression = { kind: "not", operand: expression, start, end: expression.end };
    return expression;
  }

  #comparison(): Expression {
    const left = this.#binary(SUMS, () => this.#product());
    const token = this.#tokens.peek();
    if (token.kind === "symbol" && COMPARISONS.has(token.text)) {
      this.#tokens.next();
      const right = this.#binary(SUMS, () => this.#product());
      return binary(token.text as BinaryOperator, left, right);
    }
    if (isWord(token, "not")) {
      this.#tokens.next();
      const expression = this.#matching(left);
      if (!expression) throw unexpected(this.#tokens.peek(), "'like' or 'in'");
      return { kind: "not", operand: expression, start: left.start, end: expression.end };
    }
    return this.#matching(left) ?? left;
  }

  #matching(operand: Expression): Expression | undefined {
    const token = this.#tokens.peek();
    if (isWord(token, "like") || isSymbol(token, "=~")) {
      this.#tokens.next();
      const pattern = this.#pattern();
      return { kind: "like", operand, pattern, start: operand.start, end: pattern.end };
    }
    if (!isWord(token, "in")) return undefined;
    this.#tokens.next();
    if (isSymbol(this.#tokens.peek(), "(")) {
      const subquery = this.#subquery();
      return { kind: "in-query", operand, subquery, start: operand.start, end: subquery.end };
    }
    this.expect("[");
    const list = this.list("]");
    return { kind: "in", operand, list: list.items, start: operand.start, end: list.end };
  }

  #pattern(): Expression {
    const regex = this.#tokens.regex();
    if (regex) return { kind: "regex", pattern: regex.text, start: regex.start, end: regex.end };
    return this.#binary(SUMS, () => this.#product());
  }

  #product(): Expression {
    return this.#binary(PRODUCTS, () => this.#power());
  }

  #binary(operators: ReadonlySet<string>, operand: () => Expression): Expression {
    let left = operand();
    for (;;) {
      const token = this.#tokens.peek();
      if (token.kind !== "symbol" || !operators.has(token.text)) return left;
      this.#operator();
      left = binary(token.text as BinaryOperator, left, operand());
    }
  }

  #power(): Expression {
    const minuses: Token[] = [];
    while (isSymbol(this.#tokens.peek(), "-")) minuses.push(this.#operator());
    const operands = [this.primary()];
    while (isSymbol(this.#tokens.peek(), "^")) {
      this.#operator();
      const minus = isSymbol(this.#tokens.peek(), "-") ? this.#tokens.next() : undefined;
      const operand = this.primary();
      operands.push(minus ? negative(minus, operand) : operand);
    }
    let expression = operands.pop()!;
    for (const base of operands.reverse()) expression = binary("^", base, expression);
    for (const minus of minuses.reverse()) expression = negative(minus, expression);
    return expression;
  }

  /** A field, a value, a call or an expression in parentheses, with the members after it. @throws QueryCompileError */
  primary(): Expression {
    const operand = this.#operand();
    const path: (string | number)[] = [];
    let end = operand.end;
    if (operand.kind !== "field" && operand.kind !== "call") return operand;
    for (;;) {
      const members = this.#tokens.members();
      if (members) {
        path.push(...members.parts);
        end = members.end;
      } else if (this.#tokens.isNext("[")) {
        this.#tokens.next();
        path.push(this.#position());
        end = this.expect("]").end;
      } else break;
    }
    if (path.length === 0) return operand;
    const { start } = operand;
    if (operand.kind === "call") return { kind: "member", operand, path, start, end };
    return { ...fieldOf([...operand.path, ...path]), start, end };
  }

  #position(): number {
    const token = this.#tokens.next();
    if (token.kind === "number" && Number.isSafeInteger(token.value)) return token.value;
    throw unexpected(token, "the position of an item, from 0");
  }

  #operand(): Expression {
    const token = this.#tokens.next();
    const { start, end } = token;
    switch (token.kind) {
      case "number":
        return { kind: "literal", value: token.value, start, end };
      case "string":
        return { kind: "literal", value: token.text, start, end };
      case "period":
        return { kind: "period", period: parsePeriod(token), start, end };
      case "quoted-name":
        return { ...fieldOf(token.parts), start, end };
      case "word":
        return this.#word(token);
      default:
        if (!isSymbol(token, "(")) throw unexpected(token, "a field, a value or a function");
        {
          const inner = this.expression();
          return { ...inner, start, end: this.expect(")").end };
        }
    }
  }

  #word(token: Token): Expression {
    const { start, end, text } = token;
    if (isSymbol(this.#tokens.peek(), "(")) {
      this.#tokens.next();
      const list = this.list(")");
      return { kind: "call", name: text, arguments: list.items, start, end: list.end };
    }
    if (RESERVED.has(text.toLowerCase())) throw unexpected(token, "a field, a value or a function");
    if (text === "true" || text === "false") return { kind: "literal", value: text === "true", start, end };
    return { ...fieldOf(token.kind === "word" ? token.parts : [text]), start, end };
  }

  /** Expressions up to the closing bracket. */
  list(close: ")" | "]"): { items: Expression[]; end: number } {
    const items: Expression[] = [];
    const first = this.#tokens.peek();
    if (isSymbol(first, close)) return { items, end: this.#tokens.next().end };
    for (;;) {
      const star = this.#tokens.peek();
      if (isSymbol(star, "*")) {
        this.#tokens.next();
        items.push({ kind: "star", start: star.start, end: star.end });
      } else items.push(this.expression());
      const token = this.#tokens.next();
      if (isSymbol(token, close)) return { items, end: token.end };
      if (!isSymbol(token, ",")) throw unexpected(token, `',' or '${close}'`);
    }
  }

  expect(symbol: string): Token {
    const token = this.#tokens.next();
    if (!isSymbol(token, symbol)) throw unexpected(token, `'${symbol}'`);
    return token;
  }
}

/** The field with these parts: `a.b[0]`. */
export function fieldOf(path: Path): { kind: "field"; name: string; path: Path } {
  const name = path.reduce<string>(
    (text, part) => (typeof part === "number" ? `${text}[${part}]` : text === "" ? part : `${text}.${part}`),
    "",
  );
  return { kind: "field", name, path };
}

const RESERVED: ReadonlySet<string> = new Set(["and", "or", "not", "like", "in", "as", "by"]);

export function isWord({ kind, text }: Token, word: string): boolean {
  return kind === "word" && text.toLowerCase() === word;
}

export function isSymbol({ kind, text }: Token, symbol: string): boolean {
  return kind === "symbol" && text === symbol;
}

export function unexpected(token: Token, expected: string): QueryCompileError {
  const found = token.kind === "end" ? "<EOF>" : token.text;
  return new QueryCompileError(`mismatched input '${found}' expecting ${expected}`, token);
}

function binary(operator: BinaryOperator, left: Expression, right: Expression): Expression {
  return { kind: "binary", operator, left, right, start: left.start, end: right.end };
}

function negative({ start }: Token, operand: Expression): Expression {
  return { kind: "minus", operand, start, end: operand.end };
}
