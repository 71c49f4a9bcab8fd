import { readFileSync } from "node:fs";
import { type CollectionTag, parseDocument, type ScalarTag } from "yaml";
import { TemplateError } from "./template-error.ts";

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
  readonly Default?: unknown;
  readonly AllowedValues?: readonly unknown[];
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
  readonly Outputs?: Readonly<Record<string, TemplateOutput>>;
  readonly Transform?: unknown;
}

const SHORT_FORMS = [
  "And",
  "Base64",
  "Cidr",
  "Equals",
  "FindInMap",
  "GetAtt",
  "GetAZs",
  "If",
  "ImportValue",
  "Join",
  "Length",
  "Not",
  "Or",
  "Select",
  "Split",
  "Sub",
  "ToJsonString",
];

/** YAML's short forms of the intrinsic functions, such as `!GetAtt queue.Arn`. */
function shortFormTags(): (ScalarTag | CollectionTag)[] {
  const long = (name: string, value: unknown) =>
    name === "Ref" || name === "Condition"
      ? { [name]: value }
      : { [`Fn::${name}`]: name === "GetAtt" && typeof value === "string" ? splitAttribute(value) : value };
  return [...SHORT_FORMS, "Ref", "Condition"].flatMap((name) => [
    { tag: `!${name}`, resolve: (text: string) => long(name, text) },
    ...(["seq", "map"] as const).map((collection) => ({
      tag: `!${name}`,
      collection,
      resolve: (node: { toJS?: unknown; toJSON(): unknown }) => long(name, node.toJSON()),
    })),
  ]) as unknown as (ScalarTag | CollectionTag)[];
}

function splitAttribute(text: string): [string, string] {
  const dot = text.indexOf(".");
  return dot === -1 ? [text, ""] : [text.slice(0, dot), text.slice(dot + 1)];
}

/**
 * Reads a CloudFormation template in JSON or YAML.
 *
 * @param name for messages, usually the file's path
 * @throws TemplateError when the text is neither, or has no resources
 */
export function parseTemplate(text: string, name: string): Template {
  let document: unknown;
  if (/^\s*\{/.test(text)) {
    try {
      document = JSON.parse(text);
    } catch (cause) {
      throw new TemplateError(`${name} is not valid JSON: ${(cause as Error).message}`, { cause });
    }
  } else {
    const parsed = parseDocument(text, { customTags: shortFormTags(), maxAliasCount: 100 } as never);
    const [problem] = parsed.errors;
    if (problem) throw new TemplateError(`${name} is not valid YAML: ${problem.message.split("\n")[0]}`);
    document = parsed.toJS();
  }
  const template = document as Template | null;
  if (typeof template?.Resources !== "object" || template.Resources === null)
    throw new TemplateError(
      `${name} is no CloudFormation template: expected an object with the member "Resources".`,
    );
  for (const [id, resource] of Object.entries(template.Resources))
    if (typeof resource?.Type !== "string")
      throw new TemplateError(
        `${name}: the resource ${id} has no "Type": expected a text such as "AWS::Logs::LogGroup".`,
      );
  return template;
}

/** Reads a template from a file. @throws TemplateError */
export function readTemplate(path: string): Template {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (cause) {
    throw new TemplateError(`The template ${path} cannot be read: ${(cause as Error).message}`, { cause });
  }
  return parseTemplate(text, path);
}
