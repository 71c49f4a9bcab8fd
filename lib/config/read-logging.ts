import { extname } from "node:path";
import { mistakesOf } from "../options/check-shape.ts";
import { convertTexts } from "../options/convert-texts.ts";
import { pathText } from "../options/path-text.ts";
import type { Mistake } from "../options/shape-types.ts";
import { ConfigurationError, type ConfigurationMistake } from "./configuration-error.ts";
import { type ExpandedPaths, expandEnvironment } from "./expand-environment.ts";
import type { LoggingSection } from "./logging-section.ts";
import { LOGGING_SHAPE } from "./logging-shape.ts";

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
  const converted = convertTexts(LOGGING_SHAPE, values, expanded);
  const found = mistakesOf(LOGGING_SHAPE, converted, "file");
  if (found.length === 0) return converted as LoggingSection;
  throw new ConfigurationError(
    path,
    found.map((mistake) => under(prefix, inFile(mistake))),
  );
}

function inFile({ path, message, given }: Mistake): ConfigurationMistake {
  return { path: pathText(path), message: given === undefined ? message : `${message}; given: ${given}` };
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
