/**
 * The texts of JSON values that stand one behind the other, with or without white space between them; what follows something that is no
 * JSON is left out.
 */
export function* concatenatedJson(text: string): Generator<string> {
  let at = 0;
  while (at < text.length) {
    while (at < text.length && /\s/.test(text[at]!)) at++;
    if (at === text.length) return;
    const end = endOfValue(text, at);
    yield text.slice(at, end);
    at = end;
  }
}

function endOfValue(text: string, start: number): number {
  const first = text[start]!;
  if (first !== "{" && first !== "[") {
    if (first === '"') return endOfString(text, start);
    const length = text.slice(start).search(/[\s,{}[\]"]/);
    return length <= 0 ? (length === 0 ? start + 1 : text.length) : start + length;
  }
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    const character = text[at]!;
    if (character === '"') at = endOfString(text, at) - 1;
    else if (character === "{" || character === "[") depth++;
    else if (character === "}" || character === "]") {
      depth--;
      if (depth === 0) return at + 1;
    }
  }
  return text.length;
}

function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === "\\") at++;
    else if (text[at] === '"') return at + 1;
  }
  return text.length;
}
