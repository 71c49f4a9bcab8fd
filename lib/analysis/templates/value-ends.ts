import { isDigit, isLetter, isSpace } from "./characters.ts";
import { MAX_QUOTED } from "./limits.ts";

const QUOTE = 34;
const APOSTROPHE = 39;
const COMMA = 44;
const HYPHEN = 45;
const COLON = 58;
const SEMICOLON = 59;
const BACKSLASH = 92;
const UNDERSCORE = 95;
const BAR = 124;

/** A path or address runs to white space, a quote, a bracket or a comma; a colon before a digit belongs to it. */
export function pathEnd(line: string, from: number, length: number): number {
  let at = from;
  for (; at < length; at++) {
    const code = line.charCodeAt(at);
    if (isSpace(code) || code === QUOTE || code === APOSTROPHE || code === COMMA || code === SEMICOLON) break;
    if (code === 40 || code === 41 || code === 60 || code === 62 || code === 91 || code === 93) break;
    if (code === 123 || code === 125 || code === BAR) break;
    if (code === COLON && !isDigit(line.charCodeAt(at + 1)) && line.charCodeAt(at + 1) !== BACKSLASH) break;
  }
  return at;
}

/** Where a hardware address or an address of IPv6 that starts here ends, or 0. */
export function hexChainEnd(line: string, start: number, length: number): number {
  let at = start;
  let groups = 0;
  while (at < length) {
    const from = at;
    while (at < length && at - from < 5 && isHex(line.charCodeAt(at))) at++;
    if (at - from > 4) return 0;
    if (at > from) groups++;
    if (line.charCodeAt(at) !== COLON || at >= length - 1) break;
    const next = line.charCodeAt(at + 1);
    if (!isHex(next) && next !== COLON) break;
    at++;
  }
  const after = at < length ? line.charCodeAt(at) : 32;
  return groups >= 4 && !isLetter(after) && !isDigit(after) ? at : 0;
}

/** Where the name of something numbered ends, with its `_`: `rdd_` of `rdd_2_17`; 0 when it is none. */
export function numberedNameEnd(line: string, start: number, end: number): number {
  let at = start;
  while (at < end && (line.charCodeAt(at) | 32) >= 97 && (line.charCodeAt(at) | 32) <= 122) at++;
  if (at - start < 3 || line.charCodeAt(at) !== UNDERSCORE) return 0;
  const name = at + 1;
  const number = line.charCodeAt(name) === HYPHEN ? name + 1 : name;
  return number < end && isDigit(line.charCodeAt(number)) ? name : 0;
}

/** Where quoted text that starts here ends, its quote included; 0 when the quote is an apostrophe, or the text goes on too long. */
export function quotedEnd(line: string, start: number, quote: number): number {
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
  return end < 0 || end - start > MAX_QUOTED ? 0 : end + 1;
}

/** Where the value behind a `=` ends: at white space or a separator outside of its brackets. */
export function assignedEnd(line: string, from: number, limit: number): number {
  let at = from;
  let depth = 0;
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
  return depth > 0 && firstSpace > 0 ? firstSpace : at;
}

const isHex = (code: number): boolean => isDigit(code) || ((code | 32) >= 97 && (code | 32) <= 102);
