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

/** A template as Logs Insights writes it, `[INFO] took <Number-1>`, and how many texts have it. */
export interface CountedPattern {
  readonly pattern: string;
  readonly count: number;
}

/**
 * Finds the templates of texts, those with most texts first. Texts of a later call have the templates of an earlier one where they fit, so
 * that what one query compares has one name.
 */
export function patternFinder(): (texts: readonly string[]) => CountedPattern[] {
  const miner = new TemplateMiner();
  return (texts) => {
    // All are added first: later texts show what varies in earlier ones.
    const counts = new Map<string, number>();
    for (const id of texts.map((text) => miner.add(text))) {
      const root = miner.resolve(id);
      counts.set(root, (counts.get(root) ?? 0) + 1);
    }
    return miner
      .templates()
      .filter(({ id }) => counts.has(id))
      .map(({ id, text, sample }) => ({
        pattern: named(text, minedText(sample).replaceAll(/\s+/g, " ")),
        count: counts.get(id)!,
      }))
      .sort((one, other) => other.count - one.count);
  };
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
