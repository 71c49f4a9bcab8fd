import type { Cloud } from "../kernel/cloud.ts";
import type { StackSource } from "./cloud-assembly.ts";
import { TemplateError } from "./template-error.ts";

/**
 * Values of a template's parameters, from the deployment or their defaults.
 *
 * @throws TemplateError when one has no value, or one that is not allowed
 */
export async function stackParameters(
  source: StackSource,
  cloud: Cloud,
): Promise<ReadonlyMap<string, unknown>> {
  const values = new Map<string, unknown>();
  const { Parameters = {} } = source.template;
  for (const name of Object.keys(source.parameters))
    if (!Object.hasOwn(Parameters, name))
      throw new TemplateError(`${source.name}: there is no parameter "${name}".`);
  for (const [name, { Type, Default, AllowedValues }] of Object.entries(Parameters)) {
    const given = source.parameters[name] ?? Default;
    if (given === undefined)
      throw new TemplateError(`${source.name}: the parameter "${name}" has no value and no default.`);
    if (AllowedValues && !AllowedValues.map(String).includes(String(given)))
      throw new TemplateError(
        `${source.name}: the parameter "${name}" is "${given}": expected one of ${AllowedValues.join(", ")}.`,
      );
    const stored = /^AWS::SSM::Parameter::Value<(.*)>$/.exec(Type)?.[1];
    const text = stored === undefined ? given : await parameterValue(String(given), cloud);
    if (/^(CommaDelimitedList|List<)/.test(stored ?? Type)) values.set(name, listOf(String(text)));
    else if (stored !== undefined) values.set(name, text);
    else values.set(name, Type === "Number" ? Number(given) : given);
  }
  return values;
}

function listOf(text: string): string[] {
  return text.split(",").map((part) => part.trim());
}

async function parameterValue(Name: string, cloud: Cloud): Promise<string> {
  const { Parameter } = await cloud.call<{ Parameter: { Value: string } }>("ssm", "GetParameter", { Name });
  return Parameter.Value;
}
