import { VARIABLE } from "./limits.ts";
import { TokenKind } from "./line-tokens.ts";

/** A place that many different words have shown: it takes any. */
export const OPEN = 3;

/** One template of a group's lines. */
export interface Template {
  /** Twelve hexadecimal digits, made of the text of the first line that showed it; the same after every restart. */
  readonly id: string;
  readonly tokens: string[];
  /** {@link TokenKind} of each token, or {@link OPEN}. */
  readonly kinds: Uint8Array;
  /** A number for each token's text: comparing numbers is faster. */
  readonly hashes: Int32Array;
  readonly spaced: Uint8Array;
  /** Of its separators and places: only templates with the same one can become one. */
  readonly signature: number;
  /** Order of creation. */
  readonly sequence: number;
  count: number;
  /** Epoch milliseconds of the first and last line, as given to the miner. */
  firstSeen: number;
  lastSeen: number;
  /** The first line, cut, for people. */
  sample: string;
  /** How much it is used, aged: the least used makes room. */
  use: number;
  /** Where its lines are counted since it became a part of a wider template. */
  mergedInto?: Template;
  evicted: boolean;
}

export const isVariable = (kind: number): boolean => kind === TokenKind.variable || kind === OPEN;

/** Numbers that equal texts of tokens share. */
export function tokenHashes(tokens: readonly string[]): Int32Array {
  return Int32Array.from(tokens, (token) => {
    let hash = 0x811c9dc5 | 0;
    for (let at = 0; at < token.length; at++) hash = Math.imul(hash ^ token.charCodeAt(at), 0x01000193);
    return hash;
  });
}

/** The template as text: `payment of <*> for user <*> failed`. */
export function templateText(template: Pick<Template, "tokens" | "kinds" | "spaced">): string {
  let text = "";
  for (const [index, token] of template.tokens.entries()) {
    if (template.spaced[index] === 1 && index > 0) text += " ";
    text += isVariable(template.kinds[index]!) ? VARIABLE : token;
  }
  return text;
}

/** Twelve hexadecimal digits that depend on the text alone. */
export function templateId(text: string): string {
  let low = 0x811c9dc5 | 0;
  let high = 0x9747b28c | 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    low = Math.imul(low ^ code, 0x01000193);
    high = Math.imul(high ^ (code + index), 0x85ebca6b) ^ (high >>> 13);
  }
  low ^= low >>> 15;
  return (low >>> 0).toString(16).padStart(8, "0") + ((high >>> 0) & 0xffff).toString(16).padStart(4, "0");
}
