import { METRIC_EXPRESSION_MAX_LENGTH } from "../limits.ts";
import { type ExpressionToken, expressionTokens } from "./expression-tokens.ts";
import { MetricMathError } from "./metric-math-error.ts";

export type Expression =
  | { readonly type: "number"; readonly value: number; readonly offset: number }
  | { readonly type: "string"; readonly value: string; readonly offset: number }
  /** The id of a metric, or a bare word that a function takes, such as REPEAT. */
  | { readonly type: "name"; readonly name: string; readonly offset: number }
  | { readonly type: "list"; readonly items: readonly Expression[]; readonly offset: number }
  | { readonly type: "negate"; readonly operand: Expression; readonly offset: number }
  | {
      readonly type: "binary";
      readonly operator: BinaryOperator;
      readonly left: Expression;
      readonly right: Expression;
      readonly offset: number;
    }
  | {
      readonly type: "call";
      readonly name: string;
      readonly arguments: readonly Expression[];
      readonly offset: number;
    };

export type BinaryOperator =
  | "+"
  | "-"
  | "*"
  | "/"
  | "^"
  | "<"
  | ">"
  | "<="
  | ">="
  | "=="
  | "!="
  | "&&"
  | "||";

/** Loosest first. */
const LEVELS: readonly (readonly string[])[] = [
  ["||", "OR"],
  ["&&", "AND"],
  ["<", ">", "<=", ">=", "==", "!="],
  ["+", "-"],
  ["*", "/"],
];
const WORDS: Readonly<Record<string, BinaryOperator>> = { AND: "&&", OR: "||" };
const MAX_NESTING = 200;

/**
 * Reads a metric math expression.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
 *
 * @throws MetricMathError saying what is wrong and where
 */
export function parseExpression(expression: string): Expression {
  if (expression.length > METRIC_EXPRESSION_MAX_LENGTH) {
    const problem = `An expression has at most ${METRIC_EXPRESSION_MAX_LENGTH} characters`;
    throw new MetricMathError(problem, expression, METRIC_EXPRESSION_MAX_LENGTH);
  }
  return new ExpressionParser(expression).parse();
}

class ExpressionParser {
  readonly #expression: string;
  readonly #tokens: ExpressionToken[];
  #position = 0;
  #nesting = 0;

  constructor(expression: string) {
    this.#expression = expression;
    this.#tokens = expressionTokens(expression);
  }

  parse(): Expression {
    const tree = this.#level(0);
    const rest = this.#peek();
    if (rest.type !== "end") this.#fail(`Expected an operator or the end, found "${rest.text}"`, rest);
    return tree;
  }

  #level(index: number): Expression {
    const operators = LEVELS[index];
    if (operators === undefined) return this.#unary();
    let left = this.#level(index + 1);
    for (let token = this.#peek(); isOperator(token, operators); token = this.#peek()) {
      this.#position++;
      const right = this.#level(index + 1);
      const operator = (WORDS[token.text] ?? token.text) as BinaryOperator;
      left = { type: "binary", operator, left, right, offset: token.offset };
    }
    return left;
  }

  #unary(): Expression {
    const token = this.#peek();
    if (++this.#nesting > MAX_NESTING) this.#fail("The expression is nested too deeply", token);
    try {
      if (!isOperator(token, ["-", "+"])) return this.#power();
      this.#position++;
      const operand = this.#unary();
      return token.text === "+" ? operand : { type: "negate", operand, offset: token.offset };
    } finally {
      this.#nesting--;
    }
  }

  #power(): Expression {
    const left = this.#primary();
    const token = this.#peek();
    if (!isOperator(token, ["^"])) return left;
    this.#position++;
    return { type: "binary", operator: "^", left, right: this.#unary(), offset: token.offset };
  }

  #primary(): Expression {
    const token = this.#peek();
    const { offset, text } = token;
    if (token.type !== "end") this.#position++;
    if (token.type === "number") {
      const value = Number(text);
      if (!Number.isFinite(value)) this.#fail(`${text} is too large`, token);
      return { type: "number", value, offset };
    }
    if (token.type === "string") return { type: "string", value: text, offset };
    if (token.type === "name") {
      if (!this.#isSymbol("(")) return { type: "name", name: text, offset };
      this.#position++;
      return { type: "call", name: text, arguments: this.#list(")"), offset };
    }
    if (token.type === "symbol" && text === "[") return { type: "list", items: this.#list("]"), offset };
    if (token.type === "symbol" && text === "(") {
      const inner = this.#level(0);
      this.#close(")");
      return inner;
    }
    const found = token.type === "end" ? "the end" : `"${text}"`;
    return this.#fail(`Expected a number, a metric's id, a function or "(", found ${found}`, token);
  }

  #list(end: ")" | "]"): Expression[] {
    const items: Expression[] = [];
    if (this.#isSymbol(end)) {
      this.#position++;
      return items;
    }
    for (;;) {
      items.push(this.#level(0));
      if (!this.#isSymbol(",")) break;
      this.#position++;
    }
    this.#close(end);
    return items;
  }

  #close(symbol: string): void {
    const token = this.#peek();
    if (!this.#isSymbol(symbol)) {
      this.#fail(
        `Expected "${symbol}", found ${token.type === "end" ? "the end" : `"${token.text}"`}`,
        token,
      );
    }
    this.#position++;
  }

  #isSymbol(symbol: string): boolean {
    const token = this.#peek();
    return token.type === "symbol" && token.text === symbol;
  }

  #peek(): ExpressionToken {
    return this.#tokens[this.#position]!;
  }

  #fail(message: string, token: ExpressionToken): never {
    throw new MetricMathError(message, this.#expression, token.offset);
  }
}

function isOperator(token: ExpressionToken, operators: readonly string[]): boolean {
  return (token.type === "symbol" || token.type === "name") && operators.includes(token.text);
}
