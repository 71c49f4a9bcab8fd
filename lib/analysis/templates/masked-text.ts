import { LineScanner } from "./line-scanner.ts";

const REMEMBERED_TEXTS = 2_000;
const scanner = new LineScanner();
const remembered = new Map<string, string>();

/**
 * A text with what is visibly a value replaced by `<*>`, as `payment of <*> failed`: of each line alone, so that every process makes the
 * same of it. {@link TemplateMiner} finds more, by what it has seen.
 */
export function maskedText(text: string): string {
  let masked = remembered.get(text);
  if (masked === undefined) {
    masked = mask(text);
    if (remembered.size >= REMEMBERED_TEXTS) remembered.clear();
    remembered.set(text, masked);
  }
  return masked;
}

function mask(text: string): string {
  scanner.scan(text);
  const { tokens } = scanner;
  let masked = "";
  for (let index = 0; index < tokens.count; index++)
    masked += (tokens.spaced[index] === 1 && index > 0 ? " " : "") + tokens.text(index);
  return masked;
}
