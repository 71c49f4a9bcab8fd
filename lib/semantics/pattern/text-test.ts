import { Cursor } from "./cursor.ts";
import { compileRegex } from "./regex/compile.ts";
import { parseRegex } from "./regex/parser.ts";
import type { RegexOperand } from "./tree.ts";

export type TextTest = (text: string) => boolean;

/** Tests a whole text against pieces with any text between them. */
export function compileGlob(pieces: readonly string[]): TextTest {
  const first = pieces[0] as string;
  const last = pieces.at(-1) as string;
  const inner = pieces.slice(1, -1);
  if (pieces.length === 1) return (text) => text === first;
  if (inner.length === 0) {
    if (first === "" && last === "") return () => true;
    if (last === "") return (text) => text.startsWith(first);
    if (first === "") return (text) => text.endsWith(last);
  }
  const [only] = inner;
  if (inner.length === 1 && only !== undefined && first === "" && last === "")
    return (text) => text.includes(only);
  return (text) => {
    if (!text.startsWith(first) || !text.endsWith(last)) return false;
    let position = first.length;
    for (const piece of inner) {
      const found = text.indexOf(piece, position);
      if (found === -1) return false;
      position = found + piece.length;
    }
    return position + last.length <= text.length;
  };
}

export function compileRegexOperand({ source }: RegexOperand): TextTest {
  return compileRegex(parseRegex(new Cursor(`${source}%`, 0, source.length + 1)));
}
