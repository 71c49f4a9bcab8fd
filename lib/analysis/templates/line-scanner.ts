import { CharacterKind, isDigit, isLetter, isSpace, KIND_OF } from "./characters.ts";
import { MAX_CHARACTERS, MAX_TOKENS, VARIABLE } from "./limits.ts";
import { hexChainEnd, numberedNameEnd, pathEnd } from "./value-ends.ts";
import { isUnit, WordKind, wordKind } from "./words.ts";

export const TokenKind = { variable: 0, word: 1, separator: 2 } as const;

const QUOTE = 34;
const APOSTROPHE = 39;
const EQUALS = 61;
const COLON = 58;
const SLASH = 47;
const BACKSLASH = 92;
const DOT = 46;
const HYPHEN = 45;
const COMMA = 44;
const SEMICOLON = 59;
const BAR = 124;
/** Characters of quoted text that are looked through for its end. */
const MAX_QUOTED = 1_000;
/** Keys whose values are the message itself: `level=error msg="connection lost"`. */
const TEXT_KEYS = new Set(["msg", "message", "err", "error", "event", "level", "lvl", "severity", "reason"]);
const SWITCHES = new Set(["on", "off", "On", "Off", "ON", "OFF"]);
const METHOD = /^(?:GET|PUT|POST|HEAD|PATCH|DELETE|OPTIONS|CONNECT|TRACE|PROPFIND) /;
const SYSLOG_HOST =
  /(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) [ \d]?\d \d\d:\d\d:\d\d (?=[^\s:[\]]+ \S+?(?:\[\d+\])?:? )[^\s:[\]]+ /y;

/**
 * Reads one line in one pass into tokens: words, separators, and variables for everything that is visibly a value
 * (numbers, ids, addresses, paths, dates, quoted text, what stands behind `=`). Variables that follow each other with
 * nothing but joints between them are one. The scanner is reused for every line; its token arrays hold the last one.
 */
export class LineScanner {
  /** Tokens of the line. */
  count = 0;
  readonly kinds = new Uint8Array(MAX_TOKENS);
  readonly starts = new Int32Array(MAX_TOKENS);
  readonly ends = new Int32Array(MAX_TOKENS);
  /** Whether white space stood before the token. */
  readonly spaced = new Uint8Array(MAX_TOKENS);
  /** Whether the token is the name of what is numbered, `rdd_` of `rdd_2_17`. */
  readonly #numbered = new Uint8Array(MAX_TOKENS);
  /** A number that lines of the same tokens share. */
  key = 0;
  #line = "";
  #hash = 0;
  #check = 0;
  #pending = false;
  /** The hash behind the last variable, to return to when the next one joins it. */
  #variableHash = 0;
  #variableCheck = 0;
  #variableCount = -1;
  #joining = false;
  /** Where the last `on` or `off` that is a value ended. */
  #switchEnd = -1;
  #lastHash = 0;
  #lastCheck = 0;
  #lastJoining = false;

  /** The text of a token of the last line. */
  text(index: number): string {
    if (this.kinds[index] === TokenKind.variable) return VARIABLE;
    const text = this.#line.slice(this.starts[index]!, this.ends[index]!);
    return this.#numbered[index] === 1 ? text + VARIABLE : text;
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

  #size(index: number): number {
    return this.ends[index]! - this.starts[index]!;
  }

  scan(line: string): void {
    this.#line = line;
    this.count = 0;
    this.#hash = 0x811c9dc5 | 0;
    this.#check = 0x9747b28c | 0;
    this.#pending = false;
    this.#variableCount = -1;
    this.#joining = false;
    this.#switchEnd = -1;
    const length = Math.min(line.length, MAX_CHARACTERS);
    let at = this.#skipSyslogHost(line);
    while (at < length && this.count < MAX_TOKENS - 1) {
      const code = line.charCodeAt(at);
      const kind = code < 128 ? KIND_OF[code] : CharacterKind.letter;
      if (kind === CharacterKind.space) {
        this.#pending = true;
        at++;
      } else if (kind === CharacterKind.separator) at = this.#separator(line, at, length, code);
      else at = this.#word(line, at, length);
    }
    if (at < length) this.#variable();
    this.key = (this.#hash >>> 0) * 0x200000 + ((this.#check >>> 0) & 0x1fffff);
  }

  /** `Jul  1 09:00:55 host process[7]: …`: the host says nothing about the message. */
  #skipSyslogHost(line: string): number {
    const from = line.charCodeAt(0) === 60 ? line.indexOf(">") + 1 : 0;
    if (line.charCodeAt(from + 3) !== 32 || line.charCodeAt(from + 6) !== 32) return 0;
    SYSLOG_HOST.lastIndex = from;
    if (!SYSLOG_HOST.test(line)) return 0;
    this.#variable();
    this.#pending = true;
    return SYSLOG_HOST.lastIndex;
  }

  #word(line: string, start: number, length: number): number {
    let at = start;
    let hash = 0x811c9dc5 | 0;
    let digits = false;
    let letters = false;
    let special = false;
    for (; at < length; at++) {
      const code = line.charCodeAt(at);
      if (code > 127) letters = special = true;
      else {
        const kind = KIND_OF[code];
        if (kind === CharacterKind.letter) letters = true;
        else if (kind === CharacterKind.digit) digits = true;
        else if (kind !== CharacterKind.joint) break;
        // `enable......0` is a word, a leader and a number.
        else if (code === DOT && at > start && letters && line.charCodeAt(at + 1) === DOT) break;
        else special = true;
      }
      hash = Math.imul(hash ^ code, 0x01000193);
    }
    const first = line.charCodeAt(start);
    if (first === SLASH && (letters || digits) && at - start > 1)
      return this.#valueUntil(pathEnd(line, at, length));
    if (at < length && line.charCodeAt(at) === COLON && letters) {
      const next = line.charCodeAt(at + 1);
      if (next === BACKSLASH || (next === SLASH && line.charCodeAt(at + 2) === SLASH))
        return this.#valueUntil(pathEnd(line, at + 1, length));
    }
    if (at - start <= 4 && at < length && line.charCodeAt(at) === COLON) {
      const end = hexChainEnd(line, start, length);
      if (end > 0) return this.#valueUntil(end);
    }
    if (digits) {
      const name = letters && special ? numberedNameEnd(line, start, at) : 0;
      if (name === 0) this.#variable();
      else this.#pushNumbered(start, name);
      return at;
    }
    let end = at;
    if (special) {
      while (end > start + 1 && (line.charCodeAt(end - 1) === DOT || line.charCodeAt(end - 1) === HYPHEN))
        end--;
      if (!letters) {
        this.#push(TokenKind.separator, start, at, at - start === 1 ? first : hash);
        return at;
      }
      if (end < at) {
        hash = 0x811c9dc5 | 0;
        for (let index = start; index < end; index++)
          hash = Math.imul(hash ^ line.charCodeAt(index), 0x01000193);
      }
    }
    const size = end - start;
    const afterVariable = this.count > 0 && this.kinds[this.count - 1] === TokenKind.variable;
    if (afterVariable && size < 8 && isUnit(line.slice(start, end))) {
      this.#pending = false;
      return at;
    }
    if ((special || size < 6 || size >= 8) && this.#isValue(line, start, end, special)) this.#variable();
    else this.#push(TokenKind.word, start, end, hash);
    return at;
  }

  #valueUntil(end: number): number {
    this.#variable();
    return end;
  }

  #isValue(line: string, start: number, end: number, special: boolean): boolean {
    const size = end - start;
    if (!special) {
      if (size < 4 && this.#isSwitch(line, start, end)) return true;
      // Short words may be true, null, a month; long ones of a to f are numbers. Most first letters rule both out.
      const code = line.charCodeAt(start) | 32;
      const may = size < 6 ? "tfnumajsodw".includes(String.fromCharCode(code)) : code >= 97 && code <= 102;
      if (!may) return false;
      if (size >= 8 && (line.charCodeAt(start + 1) | 32) > 102) return false;
    }
    return wordKind(line.slice(start, end)) === WordKind.value;
  }

  /** `( on off )`, `state: on`: a state where nothing else stands before it; elsewhere `on` is a word of the text. */
  #isSwitch(line: string, start: number, end: number): boolean {
    if (!SWITCHES.has(line.slice(start, end)) || this.count === 0) return false;
    const last = this.count - 1;
    const code = line.charCodeAt(this.starts[last]!);
    const opens = this.kinds[last] === TokenKind.separator && (code === 40 || code === 91 || code === COLON);
    if (!opens && this.#switchEnd !== start - 1) return false;
    this.#switchEnd = end;
    return true;
  }

  #separator(line: string, start: number, length: number, code: number): number {
    if (code === QUOTE || code === APOSTROPHE) {
      const end = this.#quoted(line, start, code);
      if (end > 0) {
        const method = code === QUOTE ? METHOD.exec(line.slice(start + 1, start + 11)) : null;
        if (method === null || this.count > MAX_TOKENS - 5) this.#variable();
        else this.#request(start, method[0].length - 1, end - 1);
        return end;
      }
    }
    this.#push(TokenKind.separator, start, start + 1, code);
    if (code !== EQUALS) return start + 1;
    return this.#assigned(line, start, length);
  }

  /** Where quoted text ends that is a value or a request; 0 when it is an apostrophe, a JSON key or a message. */
  #quoted(line: string, start: number, quote: number): number {
    if (start > 0) {
      const before = line.charCodeAt(start - 1);
      if (isLetter(before) || isDigit(before) || before === BACKSLASH) return 0;
    }
    let end = line.indexOf(quote === QUOTE ? '"' : "'", start + 1);
    while (end > 0 && line.charCodeAt(end - 1) === BACKSLASH && quote === QUOTE)
      end = line.indexOf('"', end + 1);
    if (quote === APOSTROPHE)
      while (end > 0 && (isLetter(line.charCodeAt(end + 1)) || isDigit(line.charCodeAt(end + 1))))
        end = line.indexOf("'", end + 1);
    if (end < 0 || end - start > MAX_QUOTED) return 0;
    if (line.charCodeAt(end + 1) === COLON) return 0;
    if (start > 0 && line.charCodeAt(start - 1) === EQUALS && this.#isTextKey(this.count - 2)) return 0;
    return end + 1;
  }

  /** `"GET /a/b?c=d HTTP/1.1"`: the method tells requests apart, what is asked for does not. */
  #request(quote: number, methodLength: number, end: number): void {
    const from = quote + 1;
    this.#push(TokenKind.separator, quote, from, QUOTE);
    let hash = 0x811c9dc5 | 0;
    for (let at = from; at < from + methodLength; at++)
      hash = Math.imul(hash ^ this.#line.charCodeAt(at), 0x01000193);
    this.#push(TokenKind.word, from, from + methodLength, hash);
    this.#pending = true;
    this.#variable();
    if (this.count < MAX_TOKENS - 1) this.#push(TokenKind.separator, end, end + 1, QUOTE);
  }

  #isTextKey(index: number): boolean {
    return index >= 0 && this.kinds[index] === TokenKind.word && TEXT_KEYS.has(this.text(index));
  }

  /** Reads the value behind `key=`, and counts a missing one (`logname= uid=0`) as a value too. */
  #assigned(line: string, equals: number, length: number): number {
    const before = equals > 0 ? line.charCodeAt(equals - 1) : 32;
    let at = equals + 1;
    const next = at < length ? line.charCodeAt(at) : 32;
    if (
      next === EQUALS ||
      next === 62 ||
      before === EQUALS ||
      before === 33 ||
      before === 60 ||
      before === 62
    )
      return at;
    if (isSpace(before)) return at;
    if (isSpace(next) || next === COMMA || next === SEMICOLON || next === 41 || next === 93 || next === 125) {
      if (!this.#isBooleanAhead(line, at)) this.#variable();
      return at;
    }
    if (next === QUOTE || next === APOSTROPHE || this.#isTextKey(this.count - 2)) return at;
    let depth = 0;
    const limit = Math.min(length, at + MAX_QUOTED);
    let firstSpace = -1;
    for (; at < limit; at++) {
      const code = line.charCodeAt(at);
      if (isSpace(code)) {
        if (depth === 0) break;
        if (firstSpace < 0) firstSpace = at;
      } else if (code === 40 || code === 91 || code === 123) depth++;
      else if (code === 41 || code === 93 || code === 125) {
        if (depth === 0) break;
        depth--;
      } else if (
        depth === 0 &&
        (code === COMMA || code === SEMICOLON || code === 38 || code === BAR || code === QUOTE)
      )
        break;
    }
    this.#variable();
    return depth > 0 && firstSpace > 0 ? firstSpace : at;
  }

  #isBooleanAhead(line: string, at: number): boolean {
    let start = at;
    while (start < line.length && line.charCodeAt(start) === 32) start++;
    return start > at && (line.startsWith("true", start) || line.startsWith("false", start));
  }

  #variable(): void {
    // What only marks a number belongs to it: <1, ~5, #8, +3.
    if (this.count > 0 && !this.#pending && this.kinds[this.count - 1] === TokenKind.separator) {
      const code = this.#line.charCodeAt(this.starts[this.count - 1]!);
      const single = this.ends[this.count - 1]! - this.starts[this.count - 1]! === 1;
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
    this.#push(TokenKind.variable, 0, 0, 0x3c2a3e);
    this.#variableCount = this.count;
    this.#variableHash = this.#hash;
    this.#variableCheck = this.#check;
    this.#joining = true;
  }

  #dropLast(): void {
    this.count--;
    this.#hash = this.#lastHash;
    this.#check = this.#lastCheck;
    this.#joining = this.#lastJoining;
    this.#pending = this.spaced[this.count] === 1;
  }

  /** `rdd_2_17` is told from `broadcast_5`; a list of `blk_1 blk_2` is as one of them. */
  #pushNumbered(start: number, end: number): void {
    let hash = 0x811c9dc5 | 0;
    for (let at = start; at < end; at++) hash = Math.imul(hash ^ this.#line.charCodeAt(at), 0x01000193);
    let before = this.count - 1;
    if (
      before > 0 &&
      this.kinds[before] === TokenKind.separator &&
      this.ends[before]! - this.starts[before]! === 1
    )
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
    this.#push(TokenKind.word, start, end, hash);
    this.#numbered[this.count - 1] = 1;
  }

  #push(kind: number, start: number, end: number, hash: number): void {
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
