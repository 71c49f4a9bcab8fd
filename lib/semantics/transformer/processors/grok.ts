import { RE2JS } from "re2js";
import { parseDate } from "../../dates/parse-date.ts";
import { InvalidParameterException } from "../../log-events/service-errors.ts";
import { MESSAGE, pathOf, setAt, textAt } from "../document.ts";
import { TransformationError } from "../transformation-error.ts";
import type { JsonObject, Step, TransformerProcessor } from "../types.ts";
import { GROK_FORMATS, GROK_PATTERNS } from "./grok-patterns.ts";

/** Patterns of one expression. */
const MAX_PATTERNS = 20;
/** Patterns of which five are allowed together. */
const EXPENSIVE = ["URI", "URIPARAM", "URIPATHPARAM", "SPACE", "DATA", "GREEDYDATA", "GREEDYDATA_MULTILINE"];
const MAX_EXPENSIVE = 5;
const REFERENCE = /%\{([A-Z][A-Z0-9_]*)(?::([^}:]+))?(?::([^}]*))?\}/g;
/** Fields of the formats that are numbers, and those without value. */
const NUMBERS = /^(?:status_code|response_size|pri|version)$/;

interface Grok {
  readonly expression: string;
  /** What each group becomes. */
  readonly fields: readonly { readonly path: readonly string[]; readonly ofFormat: boolean }[];
}

/**
 * Finds the expression anywhere in the source; its named patterns become fields, as texts. What is not a pattern is part of a regular
 * expression.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CloudWatch-Logs-Transformation-Configurable.html#CloudWatch-Logs-Transformation-Grok
 */
export function grok({ source = MESSAGE, match }: NonNullable<TransformerProcessor["grok"]>): Step {
  const { expression, fields } = parseGrok(match);
  const pattern = compile(expression, match);
  return (piece) => {
    const text = textAt(piece, source);
    if (text === undefined) return;
    const matcher = pattern.matcher(text);
    if (!matcher.find()) throw new TransformationError("grok: the source does not match");
    for (const [index, { path, ofFormat }] of fields.entries()) {
      const value = matcher.group(index + 1);
      if (value !== null) put(piece.document, path, value, ofFormat);
    }
  };
}

/** @throws InvalidParameterException when the pattern is not one that grok takes */
export function validateGrok(match: string): void {
  compile(parseGrok(match).expression, match);
}

function put(document: JsonObject, path: readonly string[], value: string, ofFormat: boolean): void {
  const name = path.at(-1)!;
  if (!ofFormat) setAt(document, path, value, true);
  else if (value === "-") return;
  else if (NUMBERS.test(name)) setAt(document, path, Number(value), true);
  else setAt(document, path, name === "timestamp" ? isoTime(value) : value, true);
}

/** `03/Aug/2023:12:34:56 +0000` as `2023-08-03T12:34:56Z`; other times stay. */
function isoTime(text: string): string {
  const time = parseDate(text, "dd/MMM/yyyy:HH:mm:ss Z", "UTC");
  return time === undefined ? text : new Date(time).toISOString().replace(".000Z", "Z");
}

function compile(expression: string, match: string): RE2JS {
  try {
    return RE2JS.compile(expression);
  } catch (cause) {
    throw new InvalidParameterException(`Invalid grok pattern ${match}: ${(cause as Error).message}`, {
      cause,
    });
  }
}

function parseGrok(match: string): Grok {
  const fields: { path: readonly string[]; ofFormat: boolean }[] = [];
  const names: string[] = [];
  let expression = "";
  let at = 0;
  for (const found of match.matchAll(REFERENCE)) {
    const [text, name = "", field, type] = found;
    if (type !== undefined) refuse(match, `${text} converts a type; use the typeConverter processor instead`);
    expression += literalPart(match, match.slice(at, found.index));
    at = found.index + text.length;
    const format = Object.hasOwn(GROK_FORMATS, name) ? GROK_FORMATS[name] : undefined;
    if (format) {
      if (names.length > 0) refuse(match, `${name} must come first`);
      expression += format.expression;
      for (const own of format.fields)
        fields.push({ path: field === undefined ? [own] : [...pathOf(field), own], ofFormat: true });
    } else {
      if (names[0] !== undefined && Object.hasOwn(GROK_FORMATS, names[0]) && !/^(?:GREEDY)?DATA$/.test(name))
        refuse(match, `only DATA and GREEDYDATA can follow ${names[0]}, found ${name}`);
      const inner = expanded(name, match);
      expression += field === undefined ? `(?:${inner})` : `(${inner})`;
      if (field !== undefined) fields.push({ path: pathOf(field), ofFormat: false });
    }
    names.push(name);
  }
  expression += literalPart(match, match.slice(at));
  if (names.length === 0) refuse(match, "expected at least one pattern such as %{WORD:name}");
  if (names.length > MAX_PATTERNS)
    refuse(match, `${names.length} patterns, at most ${MAX_PATTERNS} are allowed`);
  const expensive = names.filter((name) => EXPENSIVE.includes(name)).length;
  if (expensive > MAX_EXPENSIVE)
    refuse(match, `${EXPENSIVE.join(", ")} can be used ${MAX_EXPENSIVE} times together, found ${expensive}`);
  return { expression, fields };
}

/** What stands between patterns; groups of it must not be counted among the fields. */
function literalPart(match: string, text: string): string {
  if (text.includes("%{")) refuse(match, `${text.slice(text.indexOf("%{"))} is no pattern`);
  if (/\(\?P?<(?![=!])/.test(text)) refuse(match, "groups with names of their own are not allowed");
  return text.replaceAll(/(\\.|\[(?:\\.|[^\]\\])*\])|\((?!\?)/gs, (whole, kept) => kept ?? `${whole}?:`);
}

/** A pattern with those that it names put in, without groups that count. */
function expanded(name: string, match: string): string {
  if (!Object.hasOwn(GROK_PATTERNS, name)) refuse(match, `there is no pattern ${name}`);
  return GROK_PATTERNS[name]!.replaceAll(
    /%\{([A-Z0-9_]+)\}/g,
    (_text, inner) => `(?:${expanded(inner, match)})`,
  );
}

function refuse(match: string, reason: string): never {
  throw new InvalidParameterException(`Invalid grok pattern ${match}: ${reason}.`);
}
