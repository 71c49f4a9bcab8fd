import type { LogEntry } from "../log-entry.ts";
import { CAST_TYPES, castValue, isTimeZone } from "./conversion.ts";
import type { ScalarType } from "./entry-schema.ts";
import { someInnerValue, someValue } from "./entry-values.ts";
import { type Field, fieldOf, type ValueTest } from "./field.ts";
import { fold } from "./fold.ts";
import { containsSubnet, parseSubnet } from "./subnet.ts";
import { LoggingFilterSyntaxError } from "./syntax-error.ts";
import { type SearchTerms, searchTerms, strikeFound } from "./text-search.ts";
import type { Call, Operand } from "./tree.ts";
import { compileRegex } from "./value-test.ts";

/** Says whether an entry matches. */
export type EntryTest = (entry: LogEntry) => boolean;

/**
 * Compiles a function that is a restriction by itself.
 *
 * @throws LoggingFilterSyntaxError
 * @see https://cloud.google.com/logging/docs/view/logging-query-language#functions
 */
export function compileFunction(call: Call): EntryTest {
  const compile = Object.hasOwn(RESTRICTIONS, call.name) ? RESTRICTIONS[call.name] : undefined;
  if (compile) return compile(call);
  const known = Object.hasOwn(FIELDS, call.name)
    ? `${call.name}() gives a value: compare it with something`
    : `There is no function ${call.name}(); there are ${Object.keys({ ...RESTRICTIONS, ...FIELDS }).join(", ")}`;
  throw new LoggingFilterSyntaxError(known, call.position);
}

/** Compiles what stands on the left side of a comparison or is given to a function as a field. */
export function compileField(operand: Operand): Field {
  if (operand.kind === "path") return fieldOf(operand);
  if (operand.kind === "literal")
    throw new LoggingFilterSyntaxError(
      `The text "${operand.text}" stands where a field is expected`,
      operand.position,
    );
  const compile = Object.hasOwn(FIELDS, operand.name) ? FIELDS[operand.name] : undefined;
  if (compile) return compile(operand);
  throw new LoggingFilterSyntaxError(`${operand.name}() gives no value to compare`, operand.position);
}

const RESTRICTIONS: Readonly<Record<string, (call: Call) => EntryTest>> = {
  log_id: logId,
  source,
  sample,
  ip_in_net: ipInNet,
  search,
};

const FIELDS: Readonly<Record<string, (call: Call) => Field>> = { cast, regexp_extract: regexpExtract };

function logId(call: Call): EntryTest {
  const wanted = fold(constant(operands(call, 1)[0]!));
  return ({ logName = "" }) => {
    const at = logName.indexOf("/logs/");
    return at !== -1 && fold(decoded(logName.slice(at + "/logs/".length))) === wanted;
  };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function source(call: Call): EntryTest {
  const resource = constant(operands(call, 1)[0]!);
  if (!/^(?:organizations|folders|projects|billingAccounts)\/[^/]+$/i.test(resource))
    throw new LoggingFilterSyntaxError(
      "source() takes projects/ID, folders/ID, organizations/ID or billingAccounts/ID",
      call.position,
    );
  const prefix = `${fold(resource)}/logs/`;
  return ({ logName = "" }) => fold(logName).startsWith(prefix);
}

function sample(call: Call): EntryTest {
  const [first, second] = operands(call, 2);
  const field = compileField(first!);
  const fraction = Number(constant(second!));
  if (!(fraction > 0 && fraction <= 1))
    throw new LoggingFilterSyntaxError("sample() takes a fraction above 0 and up to 1", second!.position);
  const test: ValueTest = (type, value) =>
    type !== "object" && type !== "null" && hash(String(value)) / 0xffffffff <= fraction;
  return (entry) => field.some(entry, test);
}

/** FNV-1a with its bits mixed once more, so that similar texts spread. */
function hash(text: string): number {
  let state = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) state = Math.imul(state ^ text.charCodeAt(at), 0x01000193);
  state = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
  state = Math.imul(state ^ (state >>> 13), 0xc2b2ae35);
  return (state ^ (state >>> 16)) >>> 0;
}

function ipInNet(call: Call): EntryTest {
  const [first, second] = operands(call, 2);
  const field = compileField(first!);
  const subnet = parseSubnet(constant(second!));
  if (!subnet)
    throw new LoggingFilterSyntaxError(
      `"${constant(second!)}" is no IP address or range: expected for example 10.1.2.0/24`,
      second!.position,
    );
  const test: ValueTest = (type, value) => {
    const address = type === "string" ? parseSubnet(String(value)) : undefined;
    return address !== undefined && containsSubnet(subnet, address);
  };
  return (entry) => field.some(entry, test);
}

function search(call: Call): EntryTest {
  const [first, second] = call.operands;
  const query = second ?? first;
  if (call.operands.length > 2 || query?.kind !== "literal" || !query.quoted)
    throw new LoggingFilterSyntaxError(
      "SEARCH() takes an optional field and a text in quotes",
      call.position,
    );
  const terms = searchTerms(query.text);
  if (terms.tokens.length + terms.phrases.length === 0)
    throw new LoggingFilterSyntaxError("SEARCH() needs a word to look for", query.position);
  if (!second) return (entry) => findsAll(terms, (test) => someValue(entry, test));
  const field = compileField(first!);
  return (entry) =>
    findsAll(terms, (test) =>
      field.some(entry, (type, value) =>
        type === "object" ? someInnerValue(value, test) : test(type, value),
      ),
    );
}

/** Goes through the texts that `visit` offers until every term was found, whichever text has it. */
function findsAll({ tokens, phrases }: SearchTerms, visit: (test: ValueTest) => boolean): boolean {
  const missing = new Set(tokens);
  const missingPhrases = new Set(phrases);
  return visit((type, value) => {
    if (type === "string") strikeFound(String(value), missing, missingPhrases);
    return missing.size === 0 && missingPhrases.size === 0;
  });
}

function cast(call: Call): Field {
  const [first, second, option] = operands(call, 2, 3);
  const field = compileField(first!);
  const name = constant(second!).toUpperCase();
  const target = Object.hasOwn(CAST_TYPES, name) ? CAST_TYPES[name] : undefined;
  if (!target)
    throw new LoggingFilterSyntaxError(
      `cast() knows no type ${name}; it knows ${Object.keys(CAST_TYPES).join(", ")}`,
      second!.position,
    );
  const timeZone = option ? timeZoneOf(option) : "UTC";
  return converted(field, (type, value) => [target, castValue(type, value, target, timeZone)]);
}

function timeZoneOf(option: Operand): string {
  const name = option.kind === "call" && option.name === "timezone" ? constant(operands(option, 1)[0]!) : "";
  if (name === "" || !isTimeZone(name))
    throw new LoggingFilterSyntaxError('cast() takes TIMEZONE("Area/City") as its option', option.position);
  return name;
}

function regexpExtract(call: Call): Field {
  const [first, second] = operands(call, 2) as readonly [Operand, Operand];
  const field = compileField(first);
  if (second.kind !== "literal" || !second.quoted)
    throw new LoggingFilterSyntaxError(
      "regexp_extract() takes a regular expression in quotes",
      second.position,
    );
  const regex = compileRegex(second);
  if (regex.groupCount() !== 1)
    throw new LoggingFilterSyntaxError(
      "regexp_extract() takes a regular expression with one group (…); write (?:…) for others",
      second.position,
    );
  return converted(field, (type, value) => {
    const matcher = type === "string" ? regex.matcher(String(value)) : undefined;
    return ["string", matcher?.find() ? (matcher.group(1) ?? undefined) : undefined];
  });
}

function converted(
  field: Field,
  convert: (type: ScalarType, value: unknown) => [ScalarType, unknown],
): Field {
  const some = (entry: LogEntry, test: ValueTest) =>
    field.some(entry, (type, value) => {
      const [newType, newValue] = convert(type, value);
      return newValue !== undefined && test(newType, newValue);
    });
  return { some, exists: (entry) => field.exists(entry) && some(entry, () => true) };
}

function operands(call: Call, least: number, most = least): readonly Operand[] {
  const count = call.operands.length;
  if (count >= least && count <= most) return call.operands;
  const wanted = least === most ? `${least}` : `${least} or ${most}`;
  throw new LoggingFilterSyntaxError(`${call.name}() takes ${wanted} operands, not ${count}`, call.position);
}

function constant(operand: Operand): string {
  if (operand.kind === "literal") return operand.text;
  if (operand.kind === "path") return operand.components.join(".");
  throw new LoggingFilterSyntaxError("A function stands where a text is expected", operand.position);
}
