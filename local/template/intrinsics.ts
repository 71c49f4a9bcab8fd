import type { Template } from "./template.ts";
import { TemplateError } from "./template-error.ts";

/** Where the values of references come from. */
export interface Scope {
  readonly template: Template;
  /** Value of `Ref` for a parameter, a pseudo-parameter or a resource; undefined when there is none. */
  ref(name: string): unknown;
  /** Value of `Fn::GetAtt`; undefined when the resource or the attribute is unknown. */
  attribute(logicalId: string, attribute: string): unknown;
  /** Value of an export of another stack; undefined when there is none. */
  imported(name: string): unknown;
  /** Value of a `{{resolve:…}}` reference to SSM or Secrets Manager. */
  dynamic(service: string, reference: string): Promise<string>;
}

/** Stands for `AWS::NoValue`: the member that has it is left out. */
export const NO_VALUE = Symbol("AWS::NoValue");

type Evaluate = (argument: unknown, scope: Scope, path: string) => Promise<unknown>;

const fail = (path: string, problem: string): never => {
  throw new TemplateError(`${path}: ${problem}`);
};

function asList(value: unknown, path: string, length?: number): unknown[] {
  if (!Array.isArray(value) || (length !== undefined && value.length < length))
    return fail(
      path,
      `expected a list${length ? ` of at least ${length} elements` : ""}, found ${JSON.stringify(value)?.slice(0, 100)}`,
    );
  return value;
}

async function asText(value: unknown, scope: Scope, path: string): Promise<string> {
  const resolved = await evaluate(value, scope, path);
  if (typeof resolved === "string") return resolved;
  if (typeof resolved === "number" || typeof resolved === "boolean") return String(resolved);
  return fail(
    path,
    `expected a text, found ${resolved === NO_VALUE ? "no value" : JSON.stringify(resolved)?.slice(0, 100)}`,
  );
}

/** Whether a condition of the template holds. @throws TemplateError when there is no such condition */
export async function evaluateCondition(name: string, scope: Scope): Promise<boolean> {
  const condition = scope.template.Conditions?.[name];
  if (condition === undefined) return fail(`Conditions.${name}`, "there is no such condition");
  return (await evaluate(condition, scope, `Conditions.${name}`)) === true;
}

const FUNCTIONS: Record<string, Evaluate> = {
  async Ref(argument, scope, path) {
    const value = scope.ref(String(argument));
    return value === undefined
      ? fail(path, `Ref names "${argument}", which is no parameter or resource`)
      : value;
  },
  Condition: (argument, scope) => evaluateCondition(String(argument), scope),
  async "Fn::GetAtt"(argument, scope, path) {
    const [id, ...rest] = typeof argument === "string" ? argument.split(".") : asList(argument, path, 2);
    const attribute = (await Promise.all(rest.map((part) => asText(part, scope, path)))).join(".");
    const value = scope.attribute(String(id), attribute);
    return value === undefined ? fail(path, `the resource "${id}" has no attribute "${attribute}"`) : value;
  },
  async "Fn::Join"(argument, scope, path) {
    const [separator, list] = asList(argument, path, 2);
    const values = asList(await evaluate(list, scope, path), path);
    return values.map(String).join(String(separator));
  },
  "Fn::Sub": substitute,
  async "Fn::If"(argument, scope, path) {
    const [condition, yes, no] = asList(argument, path, 2);
    return evaluate(
      (await evaluateCondition(String(condition), scope)) ? yes : (no ?? { Ref: "AWS::NoValue" }),
      scope,
      path,
    );
  },
  async "Fn::Equals"(argument, scope, path) {
    const [left, right] = asList(argument, path, 2);
    const both = [await evaluate(left, scope, path), await evaluate(right, scope, path)];
    return typeof both[0] === "object"
      ? JSON.stringify(both[0]) === JSON.stringify(both[1])
      : String(both[0]) === String(both[1]);
  },
  async "Fn::And"(argument, scope, path) {
    for (const part of asList(argument, path)) if ((await evaluate(part, scope, path)) !== true) return false;
    return true;
  },
  async "Fn::Or"(argument, scope, path) {
    for (const part of asList(argument, path)) if ((await evaluate(part, scope, path)) === true) return true;
    return false;
  },
  "Fn::Not": async (argument, scope, path) =>
    (await evaluate(asList(argument, path, 1)[0], scope, path)) !== true,
  async "Fn::Select"(argument, scope, path) {
    const [index, list] = asList(argument, path, 2);
    const values = asList(await evaluate(list, scope, path), path);
    const at = Number(await asText(index, scope, path));
    return at in values
      ? values[at]
      : fail(path, `Fn::Select takes element ${at} of a list of ${values.length}`);
  },
  async "Fn::Split"(argument, scope, path) {
    const [separator, text] = asList(argument, path, 2);
    return (await asText(text, scope, path)).split(String(separator));
  },
  async "Fn::FindInMap"(argument, scope, path) {
    const [map, top, second] = await Promise.all(
      asList(argument, path, 3)
        .slice(0, 3)
        .map((part) => asText(part, scope, path)),
    );
    const value = scope.template.Mappings?.[map!]?.[top!]?.[second!];
    return value === undefined ? fail(path, `Mappings has no ${map}.${top}.${second}`) : value;
  },
  async "Fn::ImportValue"(argument, scope, path) {
    const name = await asText(argument, scope, path);
    const value = scope.imported(name);
    return value === undefined ? fail(path, `no deployed stack exports "${name}"`) : value;
  },
  "Fn::Base64": async (argument, scope, path) =>
    Buffer.from(await asText(argument, scope, path)).toString("base64"),
  "Fn::Length": async (argument, scope, path) => asList(await evaluate(argument, scope, path), path).length,
  "Fn::ToJsonString": async (argument, scope, path) => JSON.stringify(await evaluate(argument, scope, path)),
  async "Fn::GetAZs"(argument, scope, path) {
    const region = (await asText(argument, scope, path)) || String(scope.ref("AWS::Region"));
    return ["a", "b", "c"].map((zone) => region + zone);
  },
};

async function substitute(argument: unknown, scope: Scope, path: string): Promise<string> {
  const [text, variables] = Array.isArray(argument) ? argument : [argument, {}];
  if (typeof text !== "string")
    return fail(path, "Fn::Sub expects a text, or a list of a text and variables");
  let result = "";
  let from = 0;
  for (const match of text.matchAll(/\$\{(!?)([^}]+)\}/g)) {
    const [whole, literal, name] = match;
    result += text.slice(from, match.index);
    from = match.index + whole.length;
    if (literal) result += `\${${name}}`;
    else if (Object.hasOwn(variables as object, name!))
      result += await asText((variables as Record<string, unknown>)[name!], scope, path);
    else
      result += await asText(
        name!.includes(".") ? { "Fn::GetAtt": name } : { Ref: name!.trim() },
        scope,
        path,
      );
  }
  return result + text.slice(from);
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
    const evaluateFunction = FUNCTIONS[name!];
    // "Condition" is also an ordinary member, in IAM policies for example; only a text names a condition.
    if (evaluateFunction && (name !== "Condition" || typeof argument === "string"))
      return withDynamic(await evaluateFunction(argument, scope, path), scope);
    if (name!.startsWith("Fn::")) return fail(path, `the local cloud does not know the function ${name}`);
  }
  const result: Record<string, unknown> = {};
  for (const [member, inner] of entries) {
    const resolved = await evaluate(inner, scope, `${path}.${member}`);
    if (resolved !== NO_VALUE) result[member] = resolved;
  }
  return result;
}
