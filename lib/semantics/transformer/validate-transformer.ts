import { RE2JS } from "re2js";
import { dateNames } from "../dates/date-names.ts";
import { isOutputPattern } from "../dates/format-date-pattern.ts";
import { isDatePattern } from "../dates/parse-date.ts";
import {
  TRANSFORMER_KEY_MAX_DEPTH,
  TRANSFORMER_KEY_MAX_LENGTH,
  TRANSFORMER_MAX_PARSERS,
  TRANSFORMER_MAX_PROCESSORS,
} from "../limits.ts";
import { InvalidParameterException } from "../log-events/service-errors.ts";
import { isTimeZone } from "../schedule/time-zone.ts";
import { MESSAGE } from "./document.ts";
import { validateGrok } from "./processors/grok.ts";
import type { DateTimeConverter, ProcessorName, TransformerProcessor } from "./types.ts";

const VENDED: readonly string[] = [
  "parseCloudfront",
  "parseRoute53",
  "parseVPC",
  "parseWAF",
  "parsePostgres",
];
const PARSERS: readonly string[] = [...VENDED, "parseJSON", "grok", "csv", "parseKeyValue", "parseToOCSF"];
const NAMES: readonly string[] = [
  ...PARSERS,
  "addKeys",
  "copyValue",
  "moveKeys",
  "renameKeys",
  "deleteKeys",
  "listToMap",
  "dateTimeConverter",
  "typeConverter",
  "trimString",
  "lowerCaseString",
  "upperCaseString",
  "splitString",
  "substituteString",
];
const ONCE: readonly ProcessorName[] = ["grok", "addKeys", "copyValue"];
/** Members that name a field, wherever they stand. */
const PATHS: ReadonlySet<string> = new Set([
  "source",
  "target",
  "destination",
  "key",
  "renameTo",
  "withKeys",
]);
const METADATA: readonly string[] = ["@logGroupName", "@logGroupStream", "@accountId", "@regionName"];

/**
 * Every rule that PutTransformer documents beyond the lengths of its model.
 *
 * @throws InvalidParameterException with the processor's place
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CloudWatch-Logs-Transformation-Create.html
 */
export function validateTransformer(processors: readonly TransformerProcessor[]): void {
  if (processors.length === 0 || processors.length > TRANSFORMER_MAX_PROCESSORS)
    refuse(`expected 1 to ${TRANSFORMER_MAX_PROCESSORS} processors, found ${processors.length}`);
  const named = processors.map(nameOf);
  for (const [index, { name, options }] of named.entries()) {
    const place = `${name} at position ${index + 1}`;
    if (VENDED.includes(name) && index > 0) refuse(`${place} must be the first processor`);
    checkPaths(options, place);
    checkOptions(name, options, place);
  }
  if (!PARSERS.includes(named[0]!.name))
    refuse(`the first processor must be a parser, one of ${PARSERS.join(", ")}; found ${named[0]!.name}`);
  const source = named[0]!.options["source"];
  if (source !== undefined && source !== MESSAGE)
    refuse(`the first processor must read ${MESSAGE}, found ${String(source)}`);
  const parsers = named.filter(({ name }) => PARSERS.includes(name)).length;
  if (parsers > TRANSFORMER_MAX_PARSERS)
    refuse(`at most ${TRANSFORMER_MAX_PARSERS} parsers are allowed, found ${parsers}`);
  for (const once of ONCE)
    if (named.filter(({ name }) => name === once).length > 1) refuse(`only one ${once} processor is allowed`);
}

function nameOf(
  processor: TransformerProcessor,
  index: number,
): { name: string; options: Record<string, unknown> } {
  const set = Object.entries(processor).filter(([, value]) => value !== undefined);
  if (set.length !== 1)
    refuse(
      `expected one processor at position ${index + 1}, found ${set.map(([name]) => name).join(", ") || "none"}`,
    );
  const [name, options] = set[0]!;
  if (!NAMES.includes(name)) refuse(`there is no processor ${name}; expected one of ${NAMES.join(", ")}`);
  return { name, options: options as Record<string, unknown> };
}

/** Walks what a processor was given, as far as members that name fields are. */
function checkPaths(options: unknown, place: string): void {
  if (Array.isArray(options)) for (const one of options) checkPaths(one, place);
  else if (typeof options === "object" && options !== null)
    for (const [member, value] of Object.entries(options)) {
      if (!PATHS.has(member)) checkPaths(value, place);
      else for (const path of [value].flat()) if (typeof path === "string") checkPath(path, member, place);
    }
}

function checkPath(path: string, member: string, place: string): void {
  if (path === MESSAGE || METADATA.includes(path)) return;
  const names = path.split(".");
  if (names.includes("")) refuse(`${member} of ${place} must be names joined by dots, found ${path}`);
  if (names.length > TRANSFORMER_KEY_MAX_DEPTH)
    refuse(`${member} of ${place} must be at most ${TRANSFORMER_KEY_MAX_DEPTH} levels deep, found ${path}`);
  if (path.length > TRANSFORMER_KEY_MAX_LENGTH)
    refuse(`${member} of ${place} must have at most ${TRANSFORMER_KEY_MAX_LENGTH} characters`);
}

function checkOptions(name: string, options: Readonly<Record<string, unknown>>, place: string): void {
  if (VENDED.includes(name) && options["source"] !== undefined && options["source"] !== MESSAGE)
    refuse(`source of ${place} can be ${MESSAGE} only`);
  if (name === "grok") validateGrok(String(options["match"]));
  if (name === "listToMap" && options["flatten"] === true && options["flattenedElement"] === undefined)
    refuse(`${place} flattens, so flattenedElement must be first or last`);
  if (name === "dateTimeConverter") checkDates(options as unknown as DateTimeConverter, place);
  if (name === "substituteString")
    for (const { from } of options["entries"] as readonly { from: string }[]) checkExpression(from, place);
}

function checkDates(
  { matchPatterns, targetFormat, sourceTimezone, targetTimezone, locale }: DateTimeConverter,
  place: string,
): void {
  for (const pattern of matchPatterns)
    if (!isDatePattern(pattern)) refuse(`${place} has a pattern that cannot be read: ${pattern}`);
  if (targetFormat !== undefined && !isOutputPattern(targetFormat))
    refuse(`${place} has a target format that cannot be written: ${targetFormat}`);
  for (const zone of [sourceTimezone, targetTimezone])
    if (zone !== undefined && !isTimeZone(zone)) refuse(`${place} has an unknown time zone: ${zone}`);
  try {
    if (locale !== undefined) dateNames(locale);
  } catch {
    refuse(`${place} has an unknown locale: ${String(locale)}`);
  }
}

function checkExpression(from: string, place: string): void {
  try {
    RE2JS.compile(from);
  } catch (cause) {
    refuse(`${place} has an invalid regular expression: ${(cause as Error).message}`);
  }
}

function refuse(reason: string): never {
  throw new InvalidParameterException(`Invalid transformer configuration: ${reason}.`);
}
