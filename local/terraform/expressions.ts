import { TerraformError } from "./terraform-error.ts";

/** What a reference gives. @throws TerraformError when there is nothing of that name */
export type Resolve = (path: readonly string[]) => unknown;

/** `${…}`, and `$${` and `%%{`, which stand for themselves. */
const PART = /\$\$\{|%%\{|\$\{([^}]*)\}|%\{/g;
const REFERENCE = /^[A-Za-z_][\w-]*(?:\.[A-Za-z_][\w-]*)+$/;

/**
 * A value with its references resolved. A text that is one reference alone becomes what it refers to; the local cloud knows
 * references and no other expressions.
 *
 * @param where for messages
 * @throws TerraformError
 */
export function evaluateValue(value: unknown, resolve: Resolve, where: string): unknown {
  if (typeof value === "string") return evaluateText(value, resolve, where);
  if (Array.isArray(value))
    return value.map((element, index) => evaluateValue(element, resolve, `${where}[${index}]`));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, evaluateValue(member, resolve, `${where}.${name}`)]),
  );
}

function evaluateText(text: string, resolve: Resolve, where: string): unknown {
  const [whole, only] = /^\$\{([^}]*)\}$/.exec(text) ?? [];
  if (whole !== undefined) return resolve(referenceOf(only!, where));
  return text.replaceAll(PART, (part, expression: string | undefined) => {
    if (part === "$${" || part === "%%{") return part.slice(1);
    if (expression === undefined)
      throw new TerraformError(`${where}: the local cloud knows no directives such as %{ if }.`);
    return String(resolve(referenceOf(expression, where)));
  });
}

function referenceOf(expression: string, where: string): readonly string[] {
  const text = expression.trim();
  if (REFERENCE.test(text)) return text.split(".");
  throw new TerraformError(
    `${where}: "\${${text}}" is more than a reference. The local cloud knows \${var.NAME} and \${TYPE.NAME.ATTRIBUTE}.`,
  );
}

/** Addresses of the resources that a value refers to. */
export function referencesIn(value: unknown): readonly string[] {
  if (typeof value === "string")
    return [...value.matchAll(PART)].flatMap(([, expression]) => {
      const [type, name] = (expression ?? "").trim().split(".");
      return name === undefined || type === "var" ? [] : [`${type}.${name}`];
    });
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(referencesIn);
}
