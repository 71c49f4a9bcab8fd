/** A resource as the template writes it. */
export interface TemplateResource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly DependsOn?: string | readonly string[];
  readonly Condition?: string;
  readonly CreationPolicy?: unknown;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
  readonly UpdatePolicy?: unknown;
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
