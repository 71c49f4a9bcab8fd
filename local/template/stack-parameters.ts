import type { Cloud } from "../kernel/cloud.ts";
import { ServiceError } from "../kernel/service-error.ts";
import type { AbsentValues } from "./absent-values.ts";
import type { StackSource } from "./cloud-assembly.ts";
import { constraintProblem, isList, listOf } from "./parameter-constraints.ts";
import type { TemplateParameter } from "./template.ts";
import { TemplateError } from "./template-error.ts";

const NAME_TYPE = "AWS::SSM::Parameter::Name";

/**
 * Values of a template's parameters, from the deployment or their defaults, those that are kept in Systems Manager
 * resolved.
 *
 * @param absent what stands for those that are not there
 * @throws TemplateError when one has no value, or one that is not allowed, in CloudFormation's words
 */
export async function stackParameters(
  source: StackSource,
  cloud: Cloud,
  absent?: AbsentValues,
): Promise<ReadonlyMap<string, unknown>> {
  const { Parameters = {} } = source.template;
  for (const name of Object.keys(source.parameters))
    if (!Object.hasOwn(Parameters, name))
      throw new TemplateError(`${source.name}: there is no parameter "${name}".`);
  const values = new Map<string, unknown>();
  for (const [name, parameter] of Object.entries(Parameters)) {
    const given = source.parameters[name] ?? parameter.Default;
    if (given === undefined)
      throw new TemplateError(`${source.name}: the parameter "${name}" has no value and no default.`);
    const problem = constraintProblem(name, parameter, String(given));
    if (problem !== undefined) throw new TemplateError(`${source.name}: ${problem}`);
    values.set(name, await resolvedValue(name, parameter, given, { cloud, absent, stackName: source.name }));
  }
  return values;
}

async function resolvedValue(
  name: string,
  { Type }: TemplateParameter,
  given: unknown,
  {
    cloud,
    absent,
    stackName,
  }: { readonly cloud: Cloud; readonly absent: AbsentValues | undefined; readonly stackName: string },
): Promise<unknown> {
  const stored = /^AWS::SSM::Parameter::Value<(.*)>$/.exec(Type)?.[1];
  if (stored === undefined && Type !== NAME_TYPE) {
    if (isList(Type)) return listOf(String(given));
    return Type === "Number" ? Number(given) : given;
  }
  const found =
    (await keptValue(String(given), cloud)) ??
    absent?.standIn(`the parameter ${String(given)} of Systems Manager`, String(given));
  if (found === undefined)
    throw new TemplateError(
      `${stackName}: the parameter "${name}" names ${String(given)}, which is not in Systems Manager's Parameter Store.`,
    );
  if (stored === undefined) return given;
  return isList(stored) ? listOf(found) : found;
}

/** What the parameter store has; AWS's own public parameters have made-up values here. */
async function keptValue(Name: string, cloud: Cloud): Promise<string | undefined> {
  try {
    const input = { Name };
    const { Parameter } = await cloud.call<{ Parameter: { Value: string } }>("ssm", "GetParameter", input);
    return Parameter.Value;
  } catch (error) {
    if (!(error instanceof ServiceError && error.code === "ParameterNotFound")) throw error;
    return Name.startsWith("/aws/service/") ? publicValue(Name) : undefined;
  }
}

/** https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-public-parameters.html */
function publicValue(name: string): string {
  return /ami|image/.test(name) ? "ami-00000000000000000" : name.split("/").at(-1)!;
}
