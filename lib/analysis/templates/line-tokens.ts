import { MAX_TOKENS, VARIABLE } from "./limits.ts";

export const TokenKind = { variable: 0, word: 1, separator: 2 } as const;

const COLON = 58;
const SLASH = 47;
const DOT = 46;
const HYPHEN = 45;
const COMMA = 44;
const SEMICOLON = 59;
const BAR = 124;
const HASH_START = 0x811c9dc5 | 0;
const CHECK_START = 0x9747b28c | 0;

/** A number for a part of a line: equal parts have the same. */
export function partHash(line: string, start: number, end: number): number {
  let hash = HASH_START;
  for (let at = start; at < end; at++) hash = Math.imul(hash ^ line.charCodeAt(at), 0x01000193);
  return hash;
}

/**
 * The tokens of one line, and the numbers by which equal lines are known. Variables that follow each other with nothing but joints
 * between them are one. The arrays hold the last line: they are used again for every one.
 */
export class LineTokens {
  /** Tokens of the line. */
  count = 0;
  readonly kinds = new Uint8Array(MAX_TOKENS);
  readonly starts = new Int32Array(MAX_TOKENS);
  readonly ends = new Int32Array(MAX_TOKENS);
  /** Whether white space stood before the token. */
  readonly spaced = new Uint8Array(MAX_TOKENS);
  /** Whether the token is the name of what is numbered, `rdd_` of `rdd_2_17`. */
  readonly #numbered = new Uint8Array(MAX_TOKENS);
  #line = "";
  #hash = 0;
  #check = 0;
  /** Whether white space stands before the next token. */
  #pending = false;
  /** The hash behind the last variable, to return to when the next one joins it. */
  #variableHash = 0;
  #variableCheck = 0;
  #variableCount = -1;
  #joining = false;
  #lastHash = 0;
  #lastCheck = 0;
  #lastJoining = false;

  begin(line: string): void {
    this.#line = line;
    this.count = 0;
    this.#hash = HASH_START;
    this.#check = CHECK_START;
    this.#pending = false;
    this.#variableCount = -1;
    this.#joining = false;
  }

  /** The text of a token. */
  text(index: number): string {
    if (this.kinds[index] === TokenKind.variable) return VARIABLE;
    const text = this.#line.slice(this.starts[index]!, this.ends[index]!);
    return this.#numbered[index] === 1 ? text + VARIABLE : text;
  }

  /** A number that lines of the same tokens share. */
  key(): number {
    return (this.#hash >>> 0) * 0x200000 + ((this.#check >>> 0) & 0x1fffff);
  }

  /** A number that lines with the same separators, and words or variables in the same places, share. */
  signature(): number {
    let signature = this.count;
    for (let index = 0; index < this.count; index++) {
      const separator = this.kinds[index] === TokenKind.separator;
      const code = separator ? this.#line.charCodeAt(this.starts[index]!) + 256 * this.#size(index) : 1;
      signature = Math.imul(signature ^ code, 0x01000193) ^ (signature >>> 17);
    }
    return signature;
  }

  /** Whether the last token is a variable. */
  endsInVariable(): boolean {
    return this.count > 0 && this.kinds[this.count - 1] === TokenKind.variable;
  }

  /** White space, before the next token. */
  space(): void {
    this.#pending = true;
  }

  /** Something that belongs to the last token, and is none of its own. */
  absorb(): void {
    this.#pending = false;
  }

  variable(): void {
    // What only marks a number belongs to it: <1, ~5, #8, +3.
    if (this.count > 0 && !this.#pending && this.kinds[this.count - 1] === TokenKind.separator) {
      const code = this.#line.charCodeAt(this.starts[this.count - 1]!);
      const single = this.#size(this.count - 1) === 1;
      if (
        single &&
        (code === 60 || code === 126 || code === 35 || code === 43 || code === HYPHEN || code === 64)
      )
        this.#dropLast();
    }
    if (this.#joining && this.#variableCount > 0) {
      this.count = this.#variableCount;
      this.#hash = this.#variableHash;
      this.#check = this.#variableCheck;
      this.#pending = false;
      return;
    }
    this.push(TokenKind.variable, 0, 0, 0x3c2a3e);
    this.#variableCount = this.count;
    this.#variableHash = this.#hash;
    this.#variableCheck = this.#check;
    this.#joining = true;
  }

  /** `rdd_2_17` is told from `broadcast_5`; a list of `blk_1 blk_2` is as one of them. */
  numberedName(start: number, end: number): void {
    let before = this.count - 1;
    if (before > 0 && this.kinds[before] === TokenKind.separator && this.#size(before) === 1)
      if (isJoint(this.#line.charCodeAt(this.starts[before]!))) before--;
    const goesOn =
      before >= 0 &&
      this.#numbered[before] === 1 &&
      this.#size(before) === end - start &&
      this.#line.startsWith(this.#line.slice(start, end), this.starts[before]);
    if (goesOn) {
      if (before < this.count - 1) this.#dropLast();
      this.#pending = false;
      return;
    }
    this.push(TokenKind.word, start, end, partHash(this.#line, start, end));
    this.#numbered[this.count - 1] = 1;
  }

  /** @param hash that of a word's text, a separator's code */
  push(kind: number, start: number, end: number, hash: number): void {
    const index = this.count++;
    this.#numbered[index] = 0;
    this.kinds[index] = kind;
    this.starts[index] = start;
    this.ends[index] = end;
    this.spaced[index] = this.#pending ? 1 : 0;
    this.#pending = false;
    this.#lastHash = this.#hash;
    this.#lastCheck = this.#check;
    this.#lastJoining = this.#joining;
    this.#hash = Math.imul(this.#hash ^ hash ^ kind, 0x01000193) ^ (this.#hash >>> 15);
    this.#check = Math.imul(this.#check + hash + kind * 31, 0x85ebca6b) ^ (this.#check >>> 13);
    if (kind === TokenKind.word) this.#joining = false;
    else if (kind === TokenKind.separator && this.#joining) this.#joining = isJoint(hash);
  }

  #dropLast(): void {
    this.count--;
    this.#hash = this.#lastHash;
    this.#check = this.#lastCheck;
    this.#joining = this.#lastJoining;
    this.#pending = this.spaced[this.count] === 1;
  }

  #size(index: number): number {
    return this.ends[index]! - this.starts[index]!;
  }
}

/** Separators between two variables that make them one: lists, times, ranges, addresses. Brackets and `=` do not. */
function isJoint(code: number): boolean {
  return (
    code === COLON ||
    code === COMMA ||
    code === SEMICOLON ||
    code === BAR ||
    code === 35 ||
    code === 38 ||
    code === 63 ||
    code === HYPHEN ||
    code === DOT ||
    code === SLASH
  );
}
