import { readFileSync } from "node:fs";
import type { Template } from "./template.ts";
import { TemplateError } from "./template-error.ts";
import { formatProblem } from "./template-format.ts";
import { whyUnreadable } from "./unreadable-file.ts";
import { parseYaml } from "./yaml-text.ts";

/** What begins as JSON may be YAML's flow style all the same, with trailing commas or short forms. */
function read(text: string, name: string): unknown {
  let notJson: Error | undefined;
  if (/^\s*\{/.test(text))
    try {
      return JSON.parse(text);
    } catch (error) {
      notJson = error as Error;
    }
  try {
    const document = parseYaml(text);
    // Comments as other languages have them are keys of YAML.
    if (!notJson || hasResources(document)) return document;
  } catch (error) {
    if (!notJson)
      throw new TemplateError(`${name} is not valid YAML: ${(error as Error).message}`, { cause: error });
  }
  throw new TemplateError(`${name} is not valid JSON: ${notJson.message}`, { cause: notJson });
}

const hasResources = (document: unknown): document is Template => {
  const { Resources } = (document ?? {}) as Partial<Template>;
  return typeof Resources === "object" && Resources !== null && !Array.isArray(Resources);
};

const isObjectWithout = (document: unknown, member: string): boolean =>
  typeof document === "object" &&
  document !== null &&
  !Array.isArray(document) &&
  !Object.hasOwn(document, member);

/**
 * Reads a CloudFormation template in JSON or YAML.
 *
 * @param name for messages, usually the file's path
 * @throws TemplateError when the text is neither, or has no resources
 */
export function parseTemplate(text: string, name: string): Template {
  const document = read(text, name);
  if (!hasResources(document))
    throw new TemplateError(
      isObjectWithout(document, "Resources")
        ? `${name}: At least one Resources member must be defined.`
        : `${name} is no CloudFormation template: expected an object with the member "Resources".`,
    );
  const problem = formatProblem(document);
  if (problem !== undefined) throw new TemplateError(`${name}: ${problem}`);
  return document;
}

/** Reads a template from a file. @throws TemplateError */
export function readTemplate(path: string): Template {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (cause) {
    throw new TemplateError(`The template ${path} cannot be read: ${whyUnreadable(cause)}.`, { cause });
  }
  return parseTemplate(text, path);
}
