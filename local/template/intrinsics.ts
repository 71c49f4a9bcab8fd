import { CONDITION_FUNCTIONS } from "./functions/condition-functions.ts";
import { RULE_FUNCTIONS } from "./functions/rule-functions.ts";
import { fail, NO_VALUE, type Place, type Scope } from "./functions/template-function.ts";
import { VALUE_FUNCTIONS } from "./functions/value-functions.ts";
import { hasTransform, LANGUAGE_EXTENSIONS } from "./template.ts";

const FUNCTIONS = { ...VALUE_FUNCTIONS, ...CONDITION_FUNCTIONS, ...RULE_FUNCTIONS };

/** Functions that CloudFormation has with that transform only. https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/transform-aws-languageextensions.html */
const EXTENSIONS = new Set(["Fn::Length", "Fn::ToJsonString"]);

/** Whether a condition of the template holds. @throws TemplateError when there is no such condition */
export async function evaluateCondition(name: string, scope: Scope): Promise<boolean> {
  const condition = scope.template.Conditions?.[name];
  if (condition === undefined) return fail(`Conditions.${name}`, "there is no such condition");
  return (await evaluate(condition, scope, `Conditions.${name}`)) === true;
}

const DYNAMIC = /\{\{resolve:(ssm|ssm-secure|secretsmanager):([^}]+)\}\}/g;

async function resolveDynamic(text: string, scope: Scope): Promise<string> {
  let result = text;
  for (const [whole, service, reference] of text.matchAll(DYNAMIC)) {
    // A function, because "$&" and the like in a secret are text.
    const value = await scope.dynamic(service!, reference!);
    result = result.replace(whole, () => value);
  }
  return result;
}

/** References stand in texts of the template and in those that its functions put together. */
function withDynamic(value: unknown, scope: Scope): unknown {
  return typeof value === "string" && value.includes("{{resolve:") ? resolveDynamic(value, scope) : value;
}

/**
 * Evaluates a value of a template with everything inside it.
 *
 * @param path where the value stands, for messages
 * @throws TemplateError naming the place
 */
export async function evaluate(value: unknown, scope: Scope, path: string): Promise<unknown> {
  if (typeof value === "string") return withDynamic(value, scope);
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) {
    const elements = await Promise.all(
      value.map((element, index) => evaluate(element, scope, `${path}[${index}]`)),
    );
    return elements.filter((element) => element !== NO_VALUE);
  }
  const entries = Object.entries(value);
  const [name, argument] = entries[0] ?? [];
  if (entries.length === 1 && (name === "Ref" || name === "Condition" || name!.startsWith("Fn::"))) {
    // "Condition" is also an ordinary member, in IAM policies for example; only a text names a condition.
    if (Object.hasOwn(FUNCTIONS, name!) && (name !== "Condition" || typeof argument === "string"))
      return withDynamic(await call(name!, argument, scope, path), scope);
    if (name!.startsWith("Fn::")) return fail(path, `the local cloud does not know the function ${name}`);
  }
  const result: Record<string, unknown> = {};
  for (const [member, inner] of entries) {
    const resolved = await evaluate(inner, scope, `${path}.${member}`);
    if (resolved !== NO_VALUE) result[member] = resolved;
  }
  return result;
}

function call(name: string, argument: unknown, scope: Scope, path: string): Promise<unknown> {
  const withDefault = name === "Fn::FindInMap" && Array.isArray(argument) && argument.length > 3;
  if ((EXTENSIONS.has(name) || withDefault) && !hasTransform(scope.template, LANGUAGE_EXTENSIONS))
    return fail(
      path,
      `${name}${withDefault ? " with a default value" : ""} needs "Transform: ${LANGUAGE_EXTENSIONS}"`,
    );
  const place: Place = {
    scope,
    path,
    evaluate: (inner) => evaluate(inner, scope, path),
    condition: (condition) => evaluateCondition(condition, scope),
  };
  return FUNCTIONS[name]!(argument, place);
}
