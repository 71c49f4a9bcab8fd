import { readFileSync } from "node:fs";

import { TemplateError } from "./template-error.ts";
import { formatProblem } from "./template-format.ts";
import { whyUnreadable } from "./unreadable-file.ts";
import { parseYaml } from "./yaml-text.ts";

/** A resource as the template writes it. */
export interface TemplateResource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly DependsOn?: string | readonly string[];
  readonly Condition?: string;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
  readonly Metadata?: Readonly<Record<string, unknown>>;
}

export interface TemplateParameter {
  readonly Type: string;
  readonly Description?: string;
  readonly Default?: unknown;
  readonly NoEcho?: unknown;
  readonly AllowedValues?: readonly unknown[];
  readonly AllowedPattern?: string;
  readonly MinLength?: unknown;
  readonly MaxLength?: unknown;
  readonly MinValue?: unknown;
  readonly MaxValue?: unknown;
  /** What is said instead of the constraint. */
  readonly ConstraintDescription?: string;
}

/** What has to hold of the parameters. */
export interface TemplateRule {
  /** @default the assertions always count */
  readonly RuleCondition?: unknown;
  readonly Assertions: readonly { readonly Assert: unknown; readonly AssertDescription?: string }[];
}

export interface TemplateOutput {
  readonly Value: unknown;
  readonly Condition?: string;
  readonly Export?: { readonly Name: unknown };
}

/** A CloudFormation template. */
export interface Template {
  readonly Resources: Readonly<Record<string, TemplateResource>>;
  readonly Parameters?: Readonly<Record<string, TemplateParameter>>;
  readonly Mappings?: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;
  readonly Conditions?: Readonly<Record<string, unknown>>;
  readonly Rules?: Readonly<Record<string, TemplateRule>>;
  readonly Outputs?: Readonly<Record<string, TemplateOutput>>;
  readonly Transform?: unknown;
}

/** The transform that brings loops, lengths and defaults of mappings. */
export const LANGUAGE_EXTENSIONS = "AWS::LanguageExtensions";

/** The transform of AWS's Serverless Application Model. */
export const SERVERLESS = "AWS::Serverless-2016-10-31";

/** Names of the transforms of a template, in their order; one may stand as an object with parameters. */
export function transformsOf({ Transform }: Pick<Template, "Transform">): string[] {
  return [Transform ?? []].flat().map((one) => {
    const name = typeof one === "object" && one !== null ? (one as { Name?: unknown }).Name : one;
    return String(name);
  });
}

export const hasTransform = (template: Template, name: string): boolean =>
  transformsOf(template).includes(name);

/** Beginning of the keys that stand for loops. */
export const FOR_EACH = "Fn::ForEach::";

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
      `${name} is no CloudFormation template: expected an object with the member "Resources".`,
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
