import { CharacterKind, isSpace, KIND_OF } from "./characters.ts";
import { MAX_CHARACTERS, MAX_QUOTED, MAX_TOKENS } from "./limits.ts";
import { LineTokens, partHash, TokenKind } from "./line-tokens.ts";
import { assignedEnd, hexChainEnd, numberedNameEnd, pathEnd, quotedEnd } from "./value-ends.ts";
import { isUnit, WordKind, wordKind } from "./words.ts";

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
/** Keys whose values are the message itself: `level=error msg="connection lost"`. */
const TEXT_KEYS = new Set(["msg", "message", "err", "error", "event", "level", "lvl", "severity", "reason"]);
const SWITCHES = new Set(["on", "off", "On", "Off", "ON", "OFF"]);
const METHOD = /^(?:GET|PUT|POST|HEAD|PATCH|DELETE|OPTIONS|CONNECT|TRACE|PROPFIND) /;
const SYSLOG_HOST =
  /(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) [ \d]?\d \d\d:\d\d:\d\d (?=[^\s:[\]]+ \S+?(?:\[\d+\])?:? )[^\s:[\]]+ /y;

/**
 * Reads one line in one pass into tokens: words, separators, and variables for everything that is visibly a value
 * (numbers, ids, addresses, paths, dates, quoted text, what stands behind `=`). The scanner is reused for every line.
 */
export class LineScanner {
  /** What the last line was read into. */
  readonly tokens = new LineTokens();
  /** Where the last `on` or `off` that is a value ended. */
  #switchEnd = -1;

  scan(line: string): void {
    const { tokens } = this;
    tokens.begin(line);
    this.#switchEnd = -1;
    const length = Math.min(line.length, MAX_CHARACTERS);
    let at = this.#skipSyslogHost(line);
    while (at < length && tokens.count < MAX_TOKENS - 1) {
      const code = line.charCodeAt(at);
      const kind = code < 128 ? KIND_OF[code] : CharacterKind.letter;
      if (kind === CharacterKind.space) {
        tokens.space();
        at++;
      } else if (kind === CharacterKind.separator) at = this.#separator(line, at, length, code);
      else at = this.#word(line, at, length);
    }
    if (at < length) tokens.variable();
  }

  /** `Jul  1 09:00:55 host process[7]: …`: the host says nothing about the message. */
  #skipSyslogHost(line: string): number {
    const from = line.charCodeAt(0) === 60 ? line.indexOf(">") + 1 : 0;
    if (line.charCodeAt(from + 3) !== 32 || line.charCodeAt(from + 6) !== 32) return 0;
    SYSLOG_HOST.lastIndex = from;
    if (!SYSLOG_HOST.test(line)) return 0;
    this.tokens.variable();
    this.tokens.space();
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
      if (name === 0) this.tokens.variable();
      else this.tokens.numberedName(start, name);
      return at;
    }
    let end = at;
    if (special) {
      while (end > start + 1 && (line.charCodeAt(end - 1) === DOT || line.charCodeAt(end - 1) === HYPHEN))
        end--;
      if (!letters) {
        this.tokens.push(TokenKind.separator, start, at, at - start === 1 ? first : hash);
        return at;
      }
      if (end < at) hash = partHash(line, start, end);
    }
    const size = end - start;
    if (size < 8 && this.tokens.endsInVariable() && isUnit(line.slice(start, end))) {
      this.tokens.absorb();
      return at;
    }
    if ((special || size < 6 || size >= 8) && this.#isValue(line, start, end, special))
      this.tokens.variable();
    else this.tokens.push(TokenKind.word, start, end, hash);
    return at;
  }

  #valueUntil(end: number): number {
    this.tokens.variable();
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
    const { count, kinds, starts } = this.tokens;
    if (!SWITCHES.has(line.slice(start, end)) || count === 0) return false;
    const last = count - 1;
    const code = line.charCodeAt(starts[last]!);
    const opens = kinds[last] === TokenKind.separator && (code === 40 || code === 91 || code === COLON);
    if (!opens && this.#switchEnd !== start - 1) return false;
    this.#switchEnd = end;
    return true;
  }

  #separator(line: string, start: number, length: number, code: number): number {
    if (code === QUOTE || code === APOSTROPHE) {
      const end = this.#quoted(line, start, code);
      if (end > 0) {
        const method = code === QUOTE ? METHOD.exec(line.slice(start + 1, start + 11)) : null;
        if (method === null || this.tokens.count > MAX_TOKENS - 5) this.tokens.variable();
        else this.#request(line, start, method[0].length - 1, end - 1);
        return end;
      }
    }
    this.tokens.push(TokenKind.separator, start, start + 1, code);
    if (code !== EQUALS) return start + 1;
    return this.#assigned(line, start, length);
  }

  /** Where quoted text ends that is a value or a request; 0 when it is an apostrophe, a JSON key or a message. */
  #quoted(line: string, start: number, quote: number): number {
    const end = quotedEnd(line, start, quote);
    if (end === 0 || line.charCodeAt(end) === COLON) return 0;
    return start > 0 && line.charCodeAt(start - 1) === EQUALS && this.#isTextKey() ? 0 : end;
  }

  /** `"GET /a/b?c=d HTTP/1.1"`: the method tells requests apart, what is asked for does not. */
  #request(line: string, quote: number, methodLength: number, end: number): void {
    const from = quote + 1;
    this.tokens.push(TokenKind.separator, quote, from, QUOTE);
    const methodEnd = from + methodLength;
    this.tokens.push(TokenKind.word, from, methodEnd, partHash(line, from, methodEnd));
    this.tokens.space();
    this.tokens.variable();
    if (this.tokens.count < MAX_TOKENS - 1) this.tokens.push(TokenKind.separator, end, end + 1, QUOTE);
  }

  /** Whether what stands before the last token, a `=`, is a key of text. */
  #isTextKey(): boolean {
    const { count, kinds } = this.tokens;
    return count >= 2 && kinds[count - 2] === TokenKind.word && TEXT_KEYS.has(this.tokens.text(count - 2));
  }

  /** Reads the value behind `key=`, and counts a missing one (`logname= uid=0`) as a value too. */
  #assigned(line: string, equals: number, length: number): number {
    const before = equals > 0 ? line.charCodeAt(equals - 1) : 32;
    const at = equals + 1;
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
      if (!this.#isBooleanAhead(line, at)) this.tokens.variable();
      return at;
    }
    if (next === QUOTE || next === APOSTROPHE || this.#isTextKey()) return at;
    const end = assignedEnd(line, at, Math.min(length, at + MAX_QUOTED));
    this.tokens.variable();
    return end;
  }

  #isBooleanAhead(line: string, at: number): boolean {
    let start = at;
    while (start < line.length && line.charCodeAt(start) === 32) start++;
    return start > at && (line.startsWith("true", start) || line.startsWith("false", start));
  }
}
