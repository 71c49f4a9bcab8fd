import redactPaths from "@pinojs/redact";
import type { ConfigurationMistake } from "../config/configuration-error.ts";
import type { RedactOptions } from "../config/logging-options.ts";
import { errorMembers, isError } from "./error-members.ts";
import type { LogRecord } from "./record.ts";
import { serializeValue } from "./serialize.ts";

type Members = Readonly<Record<string, unknown>>;
type Redact = (members: Members) => Members;

const MAXIMUM_DEPTH = 16;

/** A function that replaces a record by one without what the options name; mistakes are added to the list. */
export function createRedactor(
  options: RedactOptions,
  mistakes: ConfigurationMistake[],
): ((record: LogRecord) => LogRecord) | undefined {
  const censor = options.censor ?? "[REDACTED]";
  const byPath = pathRedactor(options.paths ?? [], censor, mistakes);
  const patterns = compile(options.patterns ?? [], mistakes);
  if (mistakes.length > 0) return undefined;
  const byPattern = (text: string): string =>
    patterns.reduce((rest, pattern) => rest.replace(pattern, censor), text);
  const redactMembers: Redact = (members) => {
    const withoutPaths = byPath(members);
    return patterns.length === 0 ? withoutPaths : (replaceTexts(withoutPaths, byPattern, []) as Members);
  };
  const contexts = new WeakMap<Members, Members>();
  const redactContext = (context: Members): Members => {
    let redacted = contexts.get(context);
    if (redacted === undefined) {
      redacted = redactMembers(context);
      contexts.set(context, redacted);
    }
    return redacted;
  };
  return (record) => ({
    ...record,
    message: byPattern(record.message),
    context: record.context === undefined ? undefined : redactContext(record.context),
    fields: record.fields === undefined ? undefined : redactMembers(record.fields),
    error: record.error === undefined ? undefined : redactError(record.error, redactMembers, byPattern),
  });
}

function pathRedactor(paths: readonly string[], censor: string, mistakes: ConfigurationMistake[]): Redact {
  const good: string[] = [];
  if (!Array.isArray(paths)) mistakes.push({ path: "redact.paths", message: "must be a list of paths" });
  for (const [index, path] of (Array.isArray(paths) ? paths : []).entries()) {
    try {
      redactPaths({ paths: [path], censor, serialize: false, strict: false });
      good.push(path);
    } catch (cause) {
      mistakes.push({
        path: `redact.paths[${index}]`,
        message: `${JSON.stringify(path)} is no path: ${(cause as Error).message}`,
      });
    }
  }
  if (good.length === 0) return (members) => members;
  const redact = redactPaths({ paths: good, censor, serialize: false, strict: false }) as (
    value: unknown,
  ) => unknown;
  const redacted = (members: Members): Members => restore(redact(members)) as Members;
  return (members) => {
    try {
      return redacted(members);
    } catch {
      // A cycle or a getter that throws stops the library; the text that would be written has neither.
      return redacted(JSON.parse(serializeValue(members) ?? "{}") as Members);
    }
  };
}

/** The library adds a `restore` function to its copies. */
function restore(redacted: unknown): unknown {
  if (typeof redacted !== "object" || redacted === null || !Object.hasOwn(redacted, "restore"))
    return redacted;
  const { restore: added, ...members } = redacted as Record<string, unknown>;
  return typeof added === "function" ? members : redacted;
}

function compile(patterns: readonly (RegExp | string)[], mistakes: ConfigurationMistake[]): RegExp[] {
  const compiled: RegExp[] = [];
  if (!Array.isArray(patterns))
    mistakes.push({ path: "redact.patterns", message: "must be a list of regular expressions" });
  for (const [index, pattern] of (Array.isArray(patterns) ? patterns : []).entries()) {
    try {
      if (pattern instanceof RegExp)
        compiled.push(new RegExp(pattern, [...new Set(`${pattern.flags}g`)].join("")));
      else compiled.push(new RegExp(pattern, "gu"));
    } catch (cause) {
      mistakes.push({ path: `redact.patterns[${index}]`, message: (cause as Error).message });
    }
  }
  return compiled;
}

/** A copy of a value with every text replaced; a number is tested as its digits. */
function replaceTexts(
  value: unknown,
  replace: (text: string) => string,
  ancestors: readonly object[],
): unknown {
  if (typeof value === "string") return replace(value);
  if (typeof value === "number" || typeof value === "bigint") {
    const digits = String(value);
    const replaced = replace(digits);
    return replaced === digits ? value : replaced;
  }
  if (typeof value !== "object" || value === null) return value;
  if (ancestors.includes(value)) return "[Circular]";
  if (ancestors.length >= MAXIMUM_DEPTH) return "[Object]";
  const within = [...ancestors, value];
  try {
    if (Array.isArray(value)) return value.map((member) => replaceTexts(member, replace, within));
    if (value instanceof Set) return [...value].map((member) => replaceTexts(member, replace, within));
    if (value instanceof Date || ArrayBuffer.isView(value)) return value;
    const members = isError(value)
      ? errorMembers(value)
      : value instanceof Map
        ? Object.fromEntries(value)
        : typeof (value as { toJSON?: unknown }).toJSON === "function"
          ? (value as { toJSON(): unknown }).toJSON()
          : value;
    if (typeof members !== "object" || members === null) return replaceTexts(members, replace, within);
    const copy: Record<string, unknown> = {};
    for (const [key, member] of Object.entries(members)) copy[key] = replaceTexts(member, replace, within);
    return copy;
  } catch {
    return "[Unserializable]";
  }
}

/** An error of the same class with the same members, their texts replaced. */
function redactError(error: unknown, redactMembers: Redact, byPattern: (text: string) => string): unknown {
  if (typeof error === "string") return byPattern(error);
  if (typeof error !== "object" || error === null) return error;
  const members = redactMembers({ ...errorMembers(error) });
  if (!isError(error)) return members;
  const copy: object = Object.create(Object.getPrototypeOf(error));
  for (const [key, value] of Object.entries(members)) {
    const shown = key === "cause" && isError(value) ? redactError(value, redactMembers, byPattern) : value;
    Object.defineProperty(copy, key, { value: shown, enumerable: key !== "stack", configurable: true });
  }
  return copy;
}
