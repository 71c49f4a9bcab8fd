import { isWord, unexpected } from "./expression-parser.ts";
import type { Token } from "./tokens.ts";

/** @throws QueryCompileError when a setting is neither true nor false */
export function flagOf(token: Token | undefined, standard: boolean): boolean {
  if (!token) return standard;
  if (isWord(token, "true")) return true;
  if (isWord(token, "false")) return false;
  throw unexpected(token, "true or false");
}

/** @throws QueryCompileError when a setting is no number in the range */
export function numberOf(
  token: Token | undefined,
  standard: number,
  { minimum, maximum }: { readonly minimum: number; readonly maximum: number },
): number {
  if (!token) return standard;
  if (token.kind === "number" && token.value >= minimum && token.value <= maximum) return token.value;
  throw unexpected(token, `a number from ${minimum} to ${maximum}`);
}
