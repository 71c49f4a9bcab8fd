import { toNumber, toText, type Value } from "../values.ts";
import { define, type Functions, type QueryFunction } from "./function.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax-operations-functions.html */
export const STRING_FUNCTIONS: Functions = {
  isempty: define(1, 1, ([value]) => value === undefined || value === ""),
  isblank: define(1, 1, ([value]) => value === undefined || toText(value).trim() === ""),
  concat: define(1, Number.POSITIVE_INFINITY, (values) =>
    values.map((value) => (value === undefined ? "" : toText(value))).join(""),
  ),
  ltrim: define(1, 2, (values) => ofText(values, ([text = "", set]) => trimLeft(text, set))),
  rtrim: define(1, 2, (values) => ofText(values, ([text = "", set]) => trimRight(text, set))),
  trim: define(1, 2, (values) => ofText(values, ([text = "", set]) => trimRight(trimLeft(text, set), set))),
  strlen: define(1, 1, (values) => ofText(values, ([text = ""]) => [...text].length)),
  toupper: define(1, 1, (values) => ofText(values, ([text = ""]) => text.toUpperCase())),
  tolower: define(1, 1, (values) => ofText(values, ([text = ""]) => text.toLowerCase())),
  substr: substring(),
  replace: define(3, 3, (values) =>
    ofText(values, ([text = "", sought = "", replacement = ""]) =>
      sought === "" ? text : text.split(sought).join(replacement),
    ),
  ),
  strcontains: define(2, 2, (values) =>
    ofText(values, ([text = "", sought = ""]) => (text.includes(sought) ? 1 : 0)),
  ),
};

/** A function of texts, without a value when one of them is missing. */
function ofText(values: readonly Value[], compute: (texts: readonly string[]) => Value): Value {
  const texts: string[] = [];
  for (const value of values) {
    if (value === undefined) return undefined;
    texts.push(toText(value));
  }
  return compute(texts);
}

function substring(): QueryFunction {
  return define(2, 3, ([value, from, length]) => {
    const [start, count] = [toNumber(from), toNumber(length)];
    if (value === undefined || start === undefined) return undefined;
    const characters = [...toText(value)];
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
