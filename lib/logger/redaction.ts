import { errorMembers, isError, isObject } from "./error-members.ts";
import { linearPattern, type Replace } from "./linear-pattern.ts";
import { plainTree } from "./plain-tree.ts";
import type { LogRecord } from "./record.ts";

/** What is taken out of records before a handler sees them. */
export interface RedactOptions {
  /** Members such as `password`, `user.card`, `*.token` or `headers["x-api-key"]`, in fields and context. */
  readonly paths?: readonly string[];
  /** Regular expressions; what they match in any text of a record is replaced. Text is compiled with the flags `gu`. */
  readonly patterns?: readonly (RegExp | string)[];
  /** What stands in the place. @default "[REDACTED]" */
  readonly censor?: string;
}

/** What is wrong with the options, and where in the configuration. */
interface Mistake {
  readonly path: string;
  readonly message: string;
}

type Members = Readonly<Record<string, unknown>>;
type Redact = (members: Members) => Members;

/** Causes within each other that stay errors. */
const MAXIMUM_CAUSES = 16;

/**
 * A function that replaces a record by one without what the options name; mistakes are added to the list. The packages that it needs
 * are loaded here, not with the logger.
 */
export async function createRedactor(
  options: RedactOptions,
  mistakes: Mistake[],
): Promise<((record: LogRecord) => LogRecord) | undefined> {
  const censor = options.censor ?? "[REDACTED]";
  const byPath = await pathRedactor(options.paths ?? [], censor, mistakes);
  const patterns = await compile(options.patterns ?? [], censor, mistakes);
  if (mistakes.length > 0) return undefined;
  const byPattern: Replace = (text) => patterns.reduce((rest, replace) => replace(rest), text);
  // What is not plain data is redacted as what would be written of it.
  const redactMembers: Redact = (members) => {
    const withoutPaths = byPath(plainTree(members) as Members);
    return patterns.length === 0 ? withoutPaths : (replaceTexts(withoutPaths, byPattern) as Members);
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
    error: redactError(record.error, redactMembers, byPattern),
  });
}

async function pathRedactor(paths: readonly string[], censor: string, mistakes: Mistake[]): Promise<Redact> {
  if (Array.isArray(paths) && paths.length === 0) return (members) => members;
  const { default: redactPaths } = await import("@pinojs/redact");
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
  return (members) => restore(redact(members)) as Members;
}

/** The library adds a `restore` function to its copies. */
function restore(redacted: unknown): unknown {
  if (!isObject(redacted) || !Object.hasOwn(redacted, "restore")) return redacted;
  const { restore: added, ...members } = redacted as Record<string, unknown>;
  return typeof added === "function" ? members : redacted;
}

async function compile(
  patterns: readonly (RegExp | string)[],
  censor: string,
  mistakes: Mistake[],
): Promise<Replace[]> {
  const compiled: Replace[] = [];
  if (!Array.isArray(patterns))
    mistakes.push({ path: "redact.patterns", message: "must be a list of regular expressions" });
  for (const [index, pattern] of (Array.isArray(patterns) ? patterns : []).entries()) {
    try {
      compiled.push(await linearPattern(pattern, censor));
    } catch (cause) {
      mistakes.push({ path: `redact.patterns[${index}]`, message: (cause as Error).message });
    }
  }
  return compiled;
}

/** A copy of plain data with every text and key replaced; a number is tested as its digits. */
function replaceTexts(value: unknown, replace: Replace): unknown {
  if (typeof value === "string") return replace(value);
  if (typeof value === "number") {
    const digits = String(value);
    const replaced = replace(digits);
    return replaced === digits ? value : replaced;
  }
  if (!isObject(value)) return value;
  if (Array.isArray(value)) return value.map((member) => replaceTexts(member, replace));
  const copy: Record<string, unknown> = {};
  for (const [key, member] of Object.entries(value)) {
    let name = replace(key);
    while (Object.hasOwn(copy, name)) name += "_";
    copy[name] = replaceTexts(member, replace);
  }
  return copy;
}

/** An error of the same class with the same members, its causes' included, redacted. */
function redactError(error: unknown, redactMembers: Redact, byPattern: Replace): unknown {
  if (typeof error === "string") return byPattern(error);
  if (!isObject(error)) return error;
  const members = errorMembers(error);
  return isError(error)
    ? rebuilt(error, members, plainTree(members) as Members, redactMembers, 0)
    : redactMembers(members);
}

/** An error anew from what would be written of it: paths count from every error of a chain. */
function rebuilt(
  error: Error,
  members: Members,
  plain: Members,
  redactMembers: Redact,
  depth: number,
): object {
  const redacted: Record<string, unknown> = { ...redactMembers(plain) };
  const inner = (original: unknown, written: unknown): unknown =>
    isError(original) && isObject(written) && depth < MAXIMUM_CAUSES
      ? rebuilt(original, errorMembers(original), written as Members, redactMembers, depth + 1)
      : written;
  const { cause, errors } = members;
  if (cause !== undefined) redacted["cause"] = inner(cause, redacted["cause"]);
  const written = redacted["errors"];
  if (Array.isArray(errors) && Array.isArray(written))
    redacted["errors"] = written.map((each: unknown, index) => inner(errors[index], each));
  const copy: object = Object.create(Object.getPrototypeOf(error));
  for (const [key, value] of Object.entries(redacted))
    Object.defineProperty(copy, key, { value, enumerable: key !== "stack", configurable: true });
  return copy;
}
