import { extname } from "node:path";
import type { z } from "zod";
import { ConfigurationError, type ConfigurationMistake } from "./configuration-error.ts";
import { type ExpandedPaths, expandEnvironment } from "./expand-environment.ts";
import type { LoggingSection } from "./logging-schema.ts";

/** Members that make a document without a `logging` section one. */
const OWN_MEMBERS = ["handlers", "loggers", "redact"];

/**
 * Reads the logging section of a YAML or JSON text: the member `logging`, which takes the file's own
 * `service` if it has none, or else the whole document.
 *
 * @throws {ConfigurationError} that names every mistake with its path
 */
export async function readLogging(
  path: string,
  text: string,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<LoggingSection> {
  const { loggingSchema } = await import("./logging-schema.ts");
  const document = await parseDocument(path, text);
  const { section, prefix } = findSection(path, document);
  const mistakes: ConfigurationMistake[] = [];
  const expanded: ExpandedPaths = new Set();
  const values = expandEnvironment(section, environment, mistakes, expanded);
  if (mistakes.length > 0)
    throw new ConfigurationError(
      path,
      mistakes.map((mistake) => under(prefix, mistake)),
    );
  let result = loggingSchema.safeParse(values);
  if (!result.success && convertExpanded(values, result.error.issues, expanded))
    result = loggingSchema.safeParse(values);
  if (result.success) return result.data;
  const found = result.error.issues.flatMap((issue) => mistakesOf(issue, values));
  throw new ConfigurationError(
    path,
    found.map((mistake) => under(prefix, mistake)),
  );
}

async function parseDocument(path: string, text: string): Promise<unknown> {
  try {
    if (extname(path).toLowerCase() === ".json") return JSON.parse(text);
    const { parse } = await import("yaml");
    return parse(text, { prettyErrors: true });
  } catch (cause) {
    throw new ConfigurationError(path, [{ path: "", message: (cause as Error).message.trim() }], { cause });
  }
}

function findSection(
  path: string,
  document: unknown,
): { readonly section: unknown; readonly prefix: string } {
  if (typeof document !== "object" || document === null || Array.isArray(document)) {
    throw new ConfigurationError(path, [{ path: "", message: "must be a mapping with a logging section" }]);
  }
  const members = document as Record<string, unknown>;
  if (members["logging"] !== undefined) {
    const { logging, service } = members;
    const inherits = typeof service === "string" && typeof logging === "object" && !Array.isArray(logging);
    return { section: inherits ? { service, ...logging } : logging, prefix: "logging" };
  }
  const keys = Object.keys(members);
  const isOwn = OWN_MEMBERS.some((member) => member in members) || keys.every((key) => key === "service");
  if (isOwn) return { section: members, prefix: "" };
  throw new ConfigurationError(path, [
    { path: "", message: `has no logging section and none of ${OWN_MEMBERS.join(", ")} at the top level` },
  ]);
}

function under(prefix: string, { path, message }: ConfigurationMistake): ConfigurationMistake {
  return { path: prefix === "" ? path : path === "" ? prefix : `${prefix}.${path}`, message };
}

/** Texts from the environment that stand where a number or a boolean is expected become one. */
function convertExpanded(
  values: unknown,
  issues: readonly z.core.$ZodIssue[],
  expanded: ExpandedPaths,
): boolean {
  let converted = false;
  for (const issue of issues.flatMap(deepIssues)) {
    if (issue.code !== "invalid_type" || !expanded.has(pathText(issue.path))) continue;
    const parent = valueAt(values, issue.path.slice(0, -1)) as Record<PropertyKey, unknown>;
    const key = issue.path.at(-1) as PropertyKey;
    const text = String(parent[key]).trim();
    if (issue.expected === "boolean" && (text === "true" || text === "false")) parent[key] = text === "true";
    else if (
      (issue.expected === "number" || issue.expected === "int") &&
      text !== "" &&
      Number.isFinite(Number(text))
    ) {
      parent[key] = Number(text);
    } else continue;
    converted = true;
  }
  return converted;
}

/** An issue and those of the alternatives that it has in it, with whole paths. */
function deepIssues(issue: z.core.$ZodIssue): z.core.$ZodIssue[] {
  if (issue.code !== "invalid_union") return [issue];
  const inner = issue.errors
    .flat()
    .map((one) => ({ ...one, path: [...issue.path, ...one.path] }) as z.core.$ZodIssue);
  return [issue, ...inner.flatMap(deepIssues)];
}

function mistakesOf(issue: z.core.$ZodIssue, values: unknown): ConfigurationMistake[] {
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({ path: pathText([...issue.path, key]), message: issue.message }));
  }
  const given = valueAt(values, issue.path);
  const shown =
    given === undefined
      ? "nothing"
      : typeof given === "object" && given !== null
        ? Array.isArray(given)
          ? "a list"
          : "an object"
        : JSON.stringify(given);
  const message = /^level /.test(issue.message) ? issue.message : `${issue.message}; given: ${shown}`;
  return [{ path: pathText(issue.path), message }];
}

function pathText(path: readonly PropertyKey[]): string {
  let text = "";
  for (const key of path) {
    if (typeof key === "number") text += `[${key}]`;
    else text += (text === "" ? "" : ".") + (key === "" ? '""' : String(key));
  }
  return text;
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  let current = value;
  for (const key of path) current = (current as Record<PropertyKey, unknown> | undefined)?.[key];
  return current;
}
