import { VARIABLE } from "./limits.ts";
import { minedText } from "./mined-text.ts";
import { TemplateMiner } from "./template-miner.ts";

/** What a variable is called, by the form of its value in the template's first line. */
const TYPES: readonly (readonly [type: string, form: RegExp])[] = [
  ["Time", /^[[(]?\d{1,4}[-/.](?:\d{1,2}|\w{3})[-/.]\d{1,4}(?:[T :]\d\d:\d\d|$)|^\d\d:\d\d:\d\d/],
  ["UUID", /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i],
  ["IPAddress", /^\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?$|^[0-9a-f]*:[0-9a-f:]+:[0-9a-f]+$/i],
  ["Number", /^[+-]?\d+(?:\.\d+)?(?:[a-z]{1,2}|%)?$/i],
  ["ID", /^(?=.*\d)[\w-]+$/],
];

/**
 * The templates of texts as Logs Insights writes them, `[INFO] took <Number-1>`, those with most texts first.
 */
export function textPatterns(
  texts: readonly string[],
): { readonly pattern: string; readonly count: number }[] {
  const miner = new TemplateMiner();
  for (const text of texts) miner.add(text);
  return miner.templates().map(({ text, count, sample }) => ({
    pattern: named(text, minedText(sample).replaceAll(/\s+/g, " ")),
    count,
  }));
}

function named(template: string, sample: string): string {
  const [first = "", ...rest] = template.split(VARIABLE);
  let at = sample.startsWith(first) ? first.length : undefined;
  let pattern = first;
  for (const [index, literal] of rest.entries()) {
    const end =
      at === undefined
        ? -1
        : literal === "" && index === rest.length - 1
          ? sample.length
          : sample.indexOf(literal, at);
    const value = at === undefined || end === -1 ? "" : sample.slice(at, end);
    at = at === undefined || end === -1 ? undefined : end + literal.length;
    pattern += `<${typeOf(value.trim())}-${index + 1}>${literal}`;
  }
  return pattern;
}

function typeOf(value: string): string {
  return TYPES.find(([, form]) => form.test(value))?.[0] ?? "Token";
}
