import { AlarmRuleSyntaxError } from "./rule-syntax-error.ts";

export interface RuleToken {
  readonly type: "word" | "string" | "(" | ")" | "," | "end";
  readonly text: string;
  readonly offset: number;
}

/** A word ends at blanks, parentheses, commas and quotes; names with any of these are quoted. */
const WORD = /[^\s(),"]+/y;

export function ruleTokens(rule: string): RuleToken[] {
  const tokens: RuleToken[] = [];
  let offset = 0;
  while (offset < rule.length) {
    const character = rule[offset]!;
    if (/\s/.test(character)) {
      offset++;
    } else if (character === "(" || character === ")" || character === ",") {
      tokens.push({ type: character, text: character, offset });
      offset++;
    } else if (character === '"') {
      const token = quoted(rule, offset);
      tokens.push(token.token);
      offset = token.end;
    } else {
      WORD.lastIndex = offset;
      const text = WORD.exec(rule)![0];
      tokens.push({ type: "word", text, offset });
      offset += text.length;
    }
  }
  tokens.push({ type: "end", text: "", offset: rule.length });
  return tokens;
}

/** A name in quotes; `\"` and `\\` stand for a quote and a backslash. */
function quoted(rule: string, start: number): { token: RuleToken; end: number } {
  let text = "";
  for (let index = start + 1; index < rule.length; index++) {
    const character = rule[index]!;
    const next = rule[index + 1];
    if (character === '"') return { token: { type: "string", text, offset: start }, end: index + 1 };
    if (character === "\\" && (next === '"' || next === "\\")) {
      text += next;
      index++;
    } else text += character;
  }
  throw new AlarmRuleSyntaxError("The quoted name has no closing quote", rule, start);
}
