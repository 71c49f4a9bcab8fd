import { FOR_EACH, hasTransform, SERVERLESS, type Template } from "./template.ts";

const SECTIONS = new Set([
  "AWSTemplateFormatVersion",
  "Conditions",
  "Description",
  "Fn::Transform",
  "Hooks",
  "Mappings",
  "Metadata",
  "Outputs",
  "Parameters",
  "Resources",
  "Rules",
  "Transform",
]);

const ATTRIBUTES = new Set([
  "Condition",
  "CreationPolicy",
  "DeletionPolicy",
  "DependsOn",
  "Description",
  "Fn::Transform",
  "Metadata",
  "Properties",
  "Type",
  "UpdatePolicy",
  "UpdateReplacePolicy",
  "Version",
]);

/** What serverless templates have beside that. */
const OF_SERVERLESS = new Set(["Connectors", "Globals", "IgnoreGlobals"]);

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html */
const POLICIES = ["Delete", "Retain", "RetainExceptOnCreate", "Snapshot"];

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html */
const PARAMETER_TYPE = /^(String|Number|CommaDelimitedList|List<.+>|AWS::.+)$/;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html */
const MOST_RESOURCES = 500;

type Section = Readonly<Record<string, unknown>>;

const isMap = (value: unknown): value is Section =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Members of a section that stand for themselves: neither loops nor what a transform makes. */
const membersOf = (section: unknown): [id: string, member: unknown][] =>
  isMap(section) ? Object.entries(section).filter(([id]) => !/^Fn::/.test(id)) : [];

/**
 * What is wrong with the form of a template, in CloudFormation's words where they are known; undefined when nothing is.
 *
 * @param document what the text of the template says
 */
export function formatProblem(document: Template): string | undefined {
  return (
    sectionProblem(document) ??
    firstOf(membersOf(document.Resources), ([id, resource]) => resourceProblem(id, resource, document)) ??
    firstOf(membersOf(document.Parameters), ([, parameter]) => parameterProblem(parameter)) ??
    firstOf(membersOf(document.Outputs), ([, output]) =>
      isMap(output) && output["Value"] !== undefined
        ? undefined
        : "Every Outputs member must contain a Value object",
    )
  );
}

/** Resources beyond what a stack may have, after loops are written out. */
export function countProblem({ Resources }: Template): string | undefined {
  const count = Object.keys(Resources).length;
  return count > MOST_RESOURCES
    ? `Number of resources, ${count}, is greater than maximum allowed, ${MOST_RESOURCES}`
    : undefined;
}

function firstOf<Value>(
  values: readonly Value[],
  problemOf: (value: Value) => string | undefined,
): string | undefined {
  for (const value of values) {
    const problem = problemOf(value);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function sectionProblem(document: Template): string | undefined {
  const known = (name: string) =>
    SECTIONS.has(name) || (OF_SERVERLESS.has(name) && hasTransform(document, SERVERLESS));
  const unknown = Object.keys(document).filter((name) => !known(name));
  if (unknown.length > 0) return `Invalid template property or properties [${unknown.join(", ")}]`;
  const { AWSTemplateFormatVersion: version = "2010-09-09" } = document as {
    AWSTemplateFormatVersion?: unknown;
  };
  if (version !== "2010-09-09")
    return `AWSTemplateFormatVersion is ${JSON.stringify(version)}: expected 2010-09-09`;
  return undefined;
}

function resourceProblem(id: string, resource: unknown, template: Template): string | undefined {
  if (!/^[A-Za-z0-9]+$/.test(id) && !id.includes("$" + "{") && !id.includes("&{"))
    return `Resource name ${id} is non alphanumeric.`;
  if (!isMap(resource)) return "Any Resources member must be an object.";
  if (typeof resource["Type"] !== "string")
    return `[/Resources/${id}] Every Resources object must contain a Type member.`;
  const { DeletionPolicy = "Delete", UpdateReplacePolicy = "Delete", Properties } = resource;
  const serverless = hasTransform(template, SERVERLESS);
  const unknown = Object.keys(resource).find(
    (name) => !(ATTRIBUTES.has(name) || name.startsWith(FOR_EACH) || (OF_SERVERLESS.has(name) && serverless)),
  );
  if (unknown !== undefined) return `Invalid template resource property '${unknown}'`;
  if (Properties !== undefined && Properties !== null && !isMap(Properties))
    return `the properties of the resource ${id} are ${JSON.stringify(Properties).slice(0, 100)}: expected an object`;
  for (const [name, policy] of Object.entries({ DeletionPolicy, UpdateReplacePolicy }))
    if (typeof policy === "string" && !POLICIES.includes(policy))
      return `Unrecognized ${name} ${policy} for resource ${id}`;
  return undefined;
}

function parameterProblem(parameter: unknown): string | undefined {
  const type = isMap(parameter) ? parameter["Type"] : undefined;
  if (type === undefined) return "Every Parameters object must contain a Type member.";
  return PARAMETER_TYPE.test(String(type)) ? undefined : `Unrecognized parameter type: ${String(type)}`;
}
