import type { Template } from "../template.ts";
import { TemplateError } from "../template-error.ts";

/** Where the values of references come from. */
export interface Scope {
  readonly template: Template;
  /** Value of `Ref` for a parameter, a pseudo-parameter or a resource; undefined when there is none. */
  ref(name: string): unknown;
  /** Value of `Fn::GetAtt`; undefined when the resource or the attribute is unknown. */
  attribute(logicalId: string, attribute: string): unknown;
  /** Value of an export of another stack; undefined when there is none. */
  imported(name: string): unknown;
  /** Value of an output of another stack, exported or not; undefined when there is none. */
  output(stackName: string, name: string, region?: string): unknown;
  /** Value of a `{{resolve:…}}` reference to SSM or Secrets Manager. */
  dynamic(service: string, reference: string): Promise<string>;
}

/** What a function of the template language works with. */
export interface Place {
  readonly scope: Scope;
  /** Where the function stands, for messages. */
  readonly path: string;
  /** Evaluates a value of the template with everything in it. */
  evaluate(value: unknown): Promise<unknown>;
  /** Whether a condition of the template holds. */
  condition(name: string): Promise<boolean>;
}

/** One function of the template language: takes what stands behind its name. */
export type TemplateFunction = (argument: unknown, place: Place) => Promise<unknown>;

/** Stands for `AWS::NoValue`: the member that has it is left out. */
export const NO_VALUE = Symbol("AWS::NoValue");

export function fail(path: string, problem: string): never {
  throw new TemplateError(`${path}: ${problem}`);
}

export const shown = (value: unknown): string | undefined =>
  value === NO_VALUE ? "no value" : JSON.stringify(value)?.slice(0, 100);

/** @throws TemplateError when the value is no list, or one that is too short */
export function asList(value: unknown, path: string, length?: number): unknown[] {
  if (!Array.isArray(value) || (length !== undefined && value.length < length))
    return fail(
      path,
      `expected a list${length ? ` of at least ${length} elements` : ""}, found ${shown(value)}`,
    );
  return value;
}

/** Evaluates a value that has to be a text. @throws TemplateError */
export async function asText(value: unknown, { path, evaluate }: Place): Promise<string> {
  const resolved = await evaluate(value);
  if (typeof resolved === "string") return resolved;
  if (typeof resolved === "number" || typeof resolved === "boolean") return String(resolved);
  return fail(path, `expected a text, found ${shown(resolved)}`);
}

/** Evaluates a value that has to be a list. @throws TemplateError */
export async function asValues(value: unknown, { path, evaluate }: Place): Promise<unknown[]> {
  return asList(await evaluate(value), path);
}
