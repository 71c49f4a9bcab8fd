import { FIELD_NAME, MEMBER_NAME, partsOf } from "./field-name.ts";
import { QueryCompileError, type Span } from "./query-compile-error.ts";

export type Token = Span &
  (
    | { readonly kind: "string" | "regex" | "symbol"; readonly text: string }
    | {
        readonly kind: "word" | "quoted-name";
        /** The parts joined by dots. */
        readonly text: string;
        readonly parts: readonly string[];
      }
    | { readonly kind: "number"; readonly value: number; readonly text: string }
    | { readonly kind: "period"; readonly count: number; readonly unit: string; readonly text: string }
    | { readonly kind: "end"; readonly text: "" }
  );

const SPACE = /(?:\s|#[^\n]*)*/y;
const NUMBER = /\d+(?:\.\d+)?(?:[eE][+-]?\d+(?![\w@]))?|\.\d+/y;
const UNIT = /[a-zA-Z]+(?![\w@.])/y;
const SYMBOL = /!=|<=|>=|=~|[=<>+\-*/%^(),|[\]{}:!]/y;

/** Splits a query into tokens, one at a time: whether `/` divides or opens a regular expression is the parser's to say. */
export class Tokens {
  readonly source: string;
  #at = 0;
  #ahead: Token | undefined;

  constructor(source: string) {
    this.source = source;
  }

  /** @throws QueryCompileError */
  peek(): Token {
    this.#ahead ??= this.#read();
    return this.#ahead;
  }

  /** @throws QueryCompileError */
  next(): Token {
    const token = this.peek();
    this.#ahead = undefined;
    this.#at = token.end;
    return token;
  }

  /**
   * The regular expression that the next token opens, or undefined when it is not a slash.
   *
   * @throws QueryCompileError
   */
  regex(): Token | undefined {
    const { start, text, kind } = this.peek();
    if (kind !== "symbol" || text !== "/") return undefined;
    let end = start + 1;
    let inClass = false;
    for (; end < this.source.length; end += 1) {
      const character = this.source[end];
      if (character === "\\") end += 1;
      else if (character === "[") inClass = true;
      else if (character === "]") inClass = false;
      else if (character === "/" && !inClass) break;
    }
    if (end >= this.source.length) {
      const close = this.source.indexOf("/", start + 1);
      if (close === -1)
        throw new QueryCompileError("unterminated regular expression: expected a closing '/'", {
          start,
          end: this.source.length,
        });
      end = close;
    }
    this.#ahead = undefined;
    this.#at = end + 1;
    const pattern = this.source.slice(start + 1, end).replaceAll("\\/", "/");
    return { kind: "regex", text: pattern, start, end: end + 1 };
  }

  /** The members that follow a closing bracket at once, such as `.user.name`; none when something else does. */
  members(): { readonly parts: readonly string[]; readonly end: number } | undefined {
    const text = this.#match(MEMBER_NAME, this.#at);
    if (!text) return undefined;
    this.#ahead = undefined;
    this.#at += text.length;
    return { parts: partsOf(text), end: this.#at };
  }

  /** Whether the next character, without any space, is the given one. */
  isNext(character: string): boolean {
    return this.source[this.#at] === character;
  }

  #read(): Token {
    const { source } = this;
    const start = this.#at + this.#match(SPACE, this.#at)!.length;
    if (start >= source.length) return { kind: "end", text: "", start: source.length, end: source.length };
    const character = source[start]!;
    if (character === '"' || character === "'") return this.#string(start, character);
    const number = this.#match(NUMBER, start);
    if (number) return this.#number(start, number);
    const name = this.#match(FIELD_NAME, start);
    if (name) {
      const parts = partsOf(name);
      const kind = name.includes("`") ? "quoted-name" : "word";
      return { kind, text: parts.join("."), parts, start, end: start + name.length };
    }
    const symbol = this.#match(SYMBOL, start);
    if (symbol) return { kind: "symbol", text: symbol, start, end: start + symbol.length };
    if (character === "`")
      throw new QueryCompileError("unterminated field name: expected a closing `", {
        start,
        end: source.length,
      });
    const end = start + String.fromCodePoint(source.codePointAt(start)!).length;
    throw new QueryCompileError(`unexpected symbol found ${source.slice(start, end)}`, { start, end });
  }

  #match(pattern: RegExp, at: number): string | undefined {
    pattern.lastIndex = at;
    return pattern.exec(this.source)?.[0];
  }

  #number(start: number, text: string): Token {
    const end = start + text.length;
    const unit = this.#match(UNIT, end);
    if (unit) {
      const whole = this.source.slice(start, end + unit.length);
      return { kind: "period", count: Number(text), unit, text: whole, start, end: end + unit.length };
    }
    return { kind: "number", value: Number(text), text, start, end };
  }

  #string(start: number, quote: string): Token {
    let text = "";
    for (let at = start + 1; at < this.source.length; at += 1) {
      const character = this.source[at]!;
      if (character === quote) return { kind: "string", text, start, end: at + 1 };
      const following = this.source[at + 1];
      if (character === "\\" && (following === quote || following === "\\")) {
        text += following;
        at += 1;
      } else text += character;
    }
    throw new QueryCompileError(`unterminated string: expected a closing ${quote}`, {
      start,
      end: this.source.length,
    });
  }
}
