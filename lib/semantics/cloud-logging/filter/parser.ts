import { CLOUD_LOGGING_QUERY_MAX_LENGTH } from "../../limits.ts";
import { LoggingFilterSyntaxError } from "./syntax-error.ts";
import { type Token, tokenize } from "./tokens.ts";
import type { Call, Comparison, Expression, Literal, Operand, Operator, Path, Value } from "./tree.ts";

const DEEPEST_NESTING = 200;
const KEYWORDS = new Set(["AND", "OR", "NOT"]);
const NUMBER = /^[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?$/;

/** What an operand position in a boolean combination may hold: comparisons at the top, values on a right side. */
type Simple<Node> = (parser: Parser) => Node;

/**
 * Parses a query. NOT binds tightest, then OR, then AND, which may be left out.
 *
 * @throws LoggingFilterSyntaxError
 */
export function parseFilter(query: string): Expression {
  if (query.length > CLOUD_LOGGING_QUERY_MAX_LENGTH)
    throw new LoggingFilterSyntaxError(
      `A query has at most ${CLOUD_LOGGING_QUERY_MAX_LENGTH} characters, this has ${query.length}`,
      CLOUD_LOGGING_QUERY_MAX_LENGTH,
    );
  return new Parser(tokenize(query)).query();
}

type Combination<Node> =
  | Node
  | { readonly kind: "and" | "or"; readonly operands: readonly Combination<Node>[] }
  | { readonly kind: "not"; readonly operand: Combination<Node> };

class Parser {
  readonly #tokens: readonly Token[];
  #at = 0;
  #depth = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  query(): Expression {
    const empty = this.#tokens.length === 1;
    if (empty) return { kind: "and", operands: [] };
    const expression = this.#conjunction<Expression>((parser) => parser.#restriction());
    if (this.#next.kind !== "end") this.#unexpected();
    return expression;
  }

  get #next(): Token {
    return this.#tokens[this.#at]!;
  }

  #take(): Token {
    return this.#tokens[this.#at++]!;
  }

  #isKeyword(word: string): boolean {
    return this.#next.kind === "word" && this.#next.text === word;
  }

  #conjunction<Node>(simple: Simple<Node>): Combination<Node> {
    const operands = [this.#disjunction(simple)];
    for (;;) {
      if (this.#isKeyword("AND")) this.#at++;
      else if (this.#next.kind === "end" || this.#next.kind === ")") break;
      else if (this.#next.kind === "operator" || this.#next.kind === "," || this.#next.kind === "*")
        this.#unexpected();
      operands.push(this.#disjunction(simple));
    }
    return operands.length === 1 ? operands[0]! : { kind: "and", operands };
  }

  #disjunction<Node>(simple: Simple<Node>): Combination<Node> {
    const operands = [this.#negation(simple)];
    while (this.#isKeyword("OR")) {
      this.#at++;
      operands.push(this.#negation(simple));
    }
    return operands.length === 1 ? operands[0]! : { kind: "or", operands };
  }

  #negation<Node>(simple: Simple<Node>): Combination<Node> {
    let negations = 0;
    while (this.#isKeyword("NOT") || this.#isMinus()) {
      this.#at++;
      negations++;
    }
    let operand = this.#next.kind === "(" ? this.#parenthesized(simple) : simple(this);
    if (negations > DEEPEST_NESTING) this.#tooDeep();
    for (; negations > 0; negations--) operand = { kind: "not", operand };
    return operand;
  }

  /** A minus that negates touches what follows and is not the sign of a number. */
  #isMinus(): boolean {
    const { kind, end } = this.#next;
    const following = this.#tokens[this.#at + 1];
    if (kind !== "-" || following?.start !== end) return false;
    return !(following.kind === "word" && NUMBER.test(following.text));
  }

  #parenthesized<Node>(simple: Simple<Node>): Combination<Node> {
    if (++this.#depth > DEEPEST_NESTING) this.#tooDeep();
    const opening = this.#take();
    const inner = this.#conjunction(simple);
    if (this.#next.kind !== ")")
      throw new LoggingFilterSyntaxError('The "(" has no closing ")"', opening.start);
    this.#at++;
    this.#depth--;
    return inner;
  }

  #restriction(): Expression {
    const { start } = this.#next;
    const left = this.#operand();
    const operator = this.#operator();
    if (operator === undefined) return left.kind === "path" ? this.#asText(left) : left;
    const field = left.kind === "literal" ? this.#asPath(left) : left;
    return {
      kind: "comparison",
      field,
      operator,
      value: this.#value(),
      position: start,
    } satisfies Comparison;
  }

  #operator(): Operator | undefined {
    return this.#next.kind === "operator" ? (this.#take().text as Operator) : undefined;
  }

  #value(): Value {
    if (this.#next.kind === "(") return this.#parenthesized<Value>((parser) => parser.#literal());
    if (this.#next.kind === "*") return { kind: "anything", position: this.#take().start };
    return this.#literal();
  }

  /** A field, a text, or a function with its operands. */
  #operand(): Operand {
    const { kind, start } = this.#next;
    const following = this.#tokens[this.#at + 1];
    if (kind === "word" && !KEYWORDS.has(this.#next.text)) {
      if (following?.kind === "(" && following.start === this.#next.end) return this.#call();
      return this.#path();
    }
    if (kind === "string" && following && this.#touchesDot(following)) return this.#path();
    if (kind === "string" || kind === "-") return this.#literal();
    throw this.#expected("a field, a text or a function", start);
  }

  #touchesDot(following: Token): boolean {
    return following.kind === "word" && following.start === this.#next.end && following.text.startsWith(".");
  }

  #call(): Call {
    if (++this.#depth > DEEPEST_NESTING) this.#tooDeep();
    const { text, start } = this.#take();
    const operands: Operand[] = [];
    const opening = this.#take();
    if (this.#next.kind !== ")") {
      operands.push(this.#operand());
      while (this.#next.kind === ",") {
        this.#at++;
        operands.push(this.#operand());
      }
    }
    if (this.#next.kind !== ")")
      throw new LoggingFilterSyntaxError('The "(" has no closing ")"', opening.start);
    this.#at++;
    this.#depth--;
    return { kind: "call", name: text.toLowerCase(), operands, position: start };
  }

  /** Words and strings that touch make up one path: `labels."a/b".c`. */
  #path(): Path {
    const first = this.#take();
    const components = first.kind === "word" ? first.text.split(".") : [first.text];
    let { end, kind } = first;
    for (let token = this.#next; token.start === end; token = this.#next) {
      const dotted = components.at(-1) === "" && components.length > 1;
      if (token.kind === "string" && kind === "word" && dotted)
        components[components.length - 1] = token.text;
      else if (token.kind === "word" && kind === "string" && token.text.startsWith("."))
        components.push(...token.text.slice(1).split("."));
      else break;
      this.#at++;
      ({ end, kind } = token);
    }
    return { kind: "path", components, position: first.start };
  }

  #literal(): Literal {
    const token = this.#take();
    const { kind, text, raw, start } = token;
    if (kind === "string") return { kind: "literal", text, raw, quoted: true, position: start };
    if (kind === "-") return this.#negativeNumber(start);
    if (kind !== "word" || KEYWORDS.has(text)) {
      this.#at--;
      throw this.#expected("a value", start);
    }
    if (/^[.+]/.test(text) && !NUMBER.test(text))
      throw new LoggingFilterSyntaxError(`"${text}" must be in double quotes`, start);
    return { kind: "literal", text, raw, quoted: false, position: start };
  }

  #negativeNumber(start: number): Literal {
    const { kind, text, start: digits } = this.#next;
    if (kind !== "word" || digits !== start + 1 || !NUMBER.test(text))
      throw new LoggingFilterSyntaxError("A text that begins with - must be in double quotes", start);
    this.#at++;
    return { kind: "literal", text: `-${text}`, raw: `-${text}`, quoted: false, position: start };
  }

  #asText({ components, position }: Path): Literal {
    const text = components.join(".");
    if (/^[.+]/.test(text) && !NUMBER.test(text))
      throw new LoggingFilterSyntaxError(`"${text}" must be in double quotes`, position);
    const quoted = /[\s"(),=<>:~*!\\]/.test(text);
    return { kind: "literal", text, raw: quoted ? text.replace(/["\\]/g, "\\$&") : text, quoted, position };
  }

  #asPath({ text, position }: Literal): Path {
    return { kind: "path", components: [text], position };
  }

  #unexpected(): never {
    const { kind, text, start } = this.#next;
    const hint = kind === "operator" ? "; put a value that contains it in double quotes" : "";
    throw new LoggingFilterSyntaxError(`"${text}" is not expected here${hint}`, start);
  }

  #expected(what: string, position: number): LoggingFilterSyntaxError {
    const { kind, text } = this.#next;
    const found = kind === "end" ? "the query ends" : `"${text}" stands`;
    return new LoggingFilterSyntaxError(`${found} where ${what} is expected`, position);
  }

  #tooDeep(): never {
    throw new LoggingFilterSyntaxError(
      `The query nests more than ${DEEPEST_NESTING} levels deep`,
      this.#next.start,
    );
  }
}
