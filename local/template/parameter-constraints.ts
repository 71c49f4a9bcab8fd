import type { TemplateParameter } from "./template.ts";
import { TemplateError } from "./template-error.ts";

/**
 * What is wrong with a parameter's value, as CloudFormation says it; undefined when nothing is. A list is checked
 * element by element.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html
 */
export function constraintProblem(
  name: string,
  parameter: TemplateParameter,
  value: string,
): string | undefined {
  for (const one of isList(parameter.Type) ? listOf(value) : [value]) {
    const problem = typeProblem(parameter, one);
    if (problem !== undefined) return `Parameter '${name}' ${problem}`;
    const broken = brokenConstraint(parameter, one);
    if (broken === undefined) continue;
    return parameter.ConstraintDescription === undefined
      ? `Parameter '${name}' ${broken}`
      : `Parameter '${name}' failed to satisfy constraint: ${parameter.ConstraintDescription}`;
  }
  return undefined;
}

/** Whether a type of parameter stands for several values. */
export const isList = (type: string): boolean => /^(CommaDelimitedList|List<.*>)$/.test(type);

/** The values of a list, without the space around them. */
export const listOf = (text: string): string[] => text.split(",").map((part) => part.trim());

function typeProblem({ Type }: TemplateParameter, value: string): string | undefined {
  const numeric = Type === "Number" || Type === "List<Number>";
  return numeric && (value.trim() === "" || !Number.isFinite(Number(value))) ? "must be a number" : undefined;
}

function brokenConstraint(
  { Type, AllowedValues, AllowedPattern, MinLength, MaxLength, MinValue, MaxValue }: TemplateParameter,
  value: string,
): string | undefined {
  if (AllowedValues && !AllowedValues.some((allowed) => equal(Type, String(allowed), value)))
    return `must be one of AllowedValues: ${AllowedValues.join(", ")}`;
  if (AllowedPattern !== undefined && !wholly(AllowedPattern).test(value))
    return `must match pattern ${AllowedPattern}`;
  if (MinLength !== undefined && value.length < Number(MinLength))
    return `must contain at least ${MinLength} characters`;
  if (MaxLength !== undefined && value.length > Number(MaxLength))
    return `must contain at most ${MaxLength} characters`;
  if (MinValue !== undefined && Number(value) < Number(MinValue))
    return `must be a number not less than ${MinValue}`;
  if (MaxValue !== undefined && Number(value) > Number(MaxValue))
    return `must be a number not greater than ${MaxValue}`;
  return undefined;
}

const equal = (type: string, allowed: string, value: string): boolean =>
  allowed === value || (/Number/.test(type) && Number(allowed) === Number(value));

/** The pattern has to match the whole value. @throws TemplateError when it is none */
function wholly(pattern: string): RegExp {
  // Java writes flags in the pattern and has anchors of its own.
  const [flags = "", letters = ""] = /^\(\?([imsu]+)\)/.exec(pattern) ?? [];
  const body = pattern
    .slice(flags.length)
    .replaceAll("\\A", "^")
    .replaceAll(/\\[Zz]/g, "$");
  try {
    return new RegExp(`^(?:${body})$`, letters);
  } catch (cause) {
    throw new TemplateError(`The AllowedPattern "${pattern}" is no regular expression.`, { cause });
  }
}
