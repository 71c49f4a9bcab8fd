import { InvalidEventPatternError } from "./invalid-event-pattern.ts";

/**
 * Compiles a pattern in which `*` stands for any text; `\*` and `\\` are the characters themselves. A test takes time
 * proportional to the product of the lengths at worst.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns-content-based-filtering.html#eb-filtering-wildcard-matching
 *
 * @throws InvalidEventPatternError
 */
export function compileWildcard(pattern: string): (text: string) => boolean {
  const [first = "", ...rest] = partsOf(pattern);
  if (rest.length === 0) return (text) => text === first;
  const last = rest.pop()!;
  return (text) => {
    if (!text.startsWith(first) || !text.endsWith(last)) return false;
    let at = first.length;
    const end = text.length - last.length;
    for (const part of rest) {
      const found = text.indexOf(part, at);
      if (found === -1 || found + part.length > end) return false;
      at = found + part.length;
    }
    return at <= end;
  };
}

/** The texts between the stars. */
function partsOf(pattern: string): string[] {
  const parts = [""];
  for (let at = 0; at < pattern.length; at += 1) {
    const character = pattern[at]!;
    if (character === "\\") {
      at += 1;
      const escaped = pattern[at];
      if (escaped !== "*" && escaped !== "\\")
        throw new InvalidEventPatternError(`Invalid escape character at pos ${at - 1}`);
      parts.push(parts.pop()! + escaped);
    } else if (character === "*") {
      if (pattern[at + 1] === "*")
        throw new InvalidEventPatternError(`Consecutive wildcard characters at pos ${at + 1}`);
      parts.push("");
    } else parts.push(parts.pop()! + character);
  }
  return parts;
}
