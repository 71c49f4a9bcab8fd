import { isTrue, textOf, toNumber } from "../values.ts";
import { define, type Functions, ofTexts, type QueryFunction } from "./function.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax-operations-functions.html#CWL_QuerySyntax-string-functions */
export const STRING_FUNCTIONS: Functions = {
  isempty: define(1, 1, ([value]) => value === undefined || value === ""),
  isblank: define(1, 1, ([value]) => value === undefined || textOf(value)?.trim() === ""),
  concat: define(1, Number.POSITIVE_INFINITY, (values) =>
    values.map((value) => textOf(value) ?? "").join(""),
  ),
  ltrim: ofTexts(1, 2, ([text = "", set]) => trimLeft(text, set)),
  rtrim: ofTexts(1, 2, ([text = "", set]) => trimRight(text, set)),
  trim: ofTexts(1, 2, ([text = "", set]) => trimRight(trimLeft(text, set), set)),
  strlen: ofTexts(1, 1, ([text = ""]) => [...text].length),
  toupper: ofTexts(1, 1, ([text = ""]) => text.toUpperCase()),
  tolower: ofTexts(1, 1, ([text = ""]) => text.toLowerCase()),
  substr: substring(),
  replace: ofTexts(3, 3, ([text = "", sought = "", replacement = ""]) =>
    sought === "" ? text : text.split(sought).join(replacement),
  ),
  strcontains: define(2, 3, ([value, part, folds]) => {
    const [text, sought] = [textOf(value), textOf(part)];
    if (text === undefined || sought === undefined) return undefined;
    const contains = isTrue(folds)
      ? text.toLowerCase().includes(sought.toLowerCase())
      : text.includes(sought);
    return contains ? 1 : 0;
  }),
  startswith: ofTexts(2, 2, ([text = "", sought = ""]) => (text.startsWith(sought) ? 1 : 0)),
  endswith: ofTexts(2, 2, ([text = "", sought = ""]) => (text.endsWith(sought) ? 1 : 0)),
};

function substring(): QueryFunction {
  return define(2, 3, ([value, from, length]) => {
    const [text, start, count] = [textOf(value), toNumber(from), toNumber(length)];
    if (text === undefined || start === undefined) return undefined;
    const characters = [...text];
    const first = Math.max(0, Math.trunc(start));
    const end = count === undefined ? characters.length : first + Math.max(0, Math.trunc(count));
    return characters.slice(first, end).join("");
  });
}

function trimLeft(text: string, set: string | undefined): string {
  if (set === undefined) return text.trimStart();
  const members = new Set(set);
  const characters = [...text];
  const first = characters.findIndex((character) => !members.has(character));
  return first === -1 ? "" : characters.slice(first).join("");
}

function trimRight(text: string, set: string | undefined): string {
  if (set === undefined) return text.trimEnd();
  const members = new Set(set);
  const characters = [...text];
  return characters.slice(0, characters.findLastIndex((character) => !members.has(character)) + 1).join("");
}
