import {
  type ConditionRules,
  compileEventCondition,
  type EventCondition,
  InvalidEventPatternError,
} from "cumulog/semantics";
import { ServiceError } from "../../kernel/service-error.ts";
import type { MessageAttributes } from "../sqs/message-digest.ts";

/** Decides whether a subscription gets a message. */
export interface FilterPolicy {
  readonly matches: (message: { readonly attributes: MessageAttributes; readonly body: string }) => boolean;
}

type Tree = (values: (path: readonly string[]) => readonly unknown[] | undefined) => boolean;

/** https://docs.aws.amazon.com/sns/latest/dg/numeric-value-matching.html */
const RULES: ConditionRules = { decimals: 5, anythingButNull: false };
const NOT_NESTED = "Filter policy scope MessageAttributes does not support nested filter policy";
const MOST_KEYS = 5;
const MOST_COMBINATIONS = 150;

/**
 * Compiles a filter policy.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-subscription-filter-policies.html
 *
 * @throws InvalidEventPatternError when the policy is malformed
 */
function compileFilterPolicy(text: string, scope: string): FilterPolicy {
  let policy: unknown;
  try {
    policy = JSON.parse(text);
  } catch {
    throw new InvalidEventPatternError("failed to parse JSON");
  }
  if (!isObject(policy)) throw new InvalidEventPatternError("Filter policy must be an object");
  const inBody = scope === "MessageBody";
  const tree = compileObject(policy, [], inBody);
  if (keysOf(policy) > MOST_KEYS)
    throw new InvalidEventPatternError("Filter policy can not have more than 5 keys");
  if (combinationsOf(policy, 1) > MOST_COMBINATIONS)
    throw new InvalidEventPatternError("Filter policy is too complex");
  return {
    matches({ attributes, body }) {
      if (!inBody) return tree(([name]) => attributeValues(attributes, name!));
      let document: unknown;
      try {
        document = JSON.parse(body);
      } catch {
        return false;
      }
      return isObject(document) && tree((path) => valuesAt(document, path));
    },
  };
}

function compileObject(
  policy: Readonly<Record<string, unknown>>,
  path: readonly string[],
  nested: boolean,
): Tree {
  const parts: Tree[] = [];
  for (const [key, value] of Object.entries(policy)) {
    if (isChoice(key, value)) {
      const choices = value.map((choice) => compileObject(choice, path, nested));
      parts.push((values) => choices.some((choice) => choice(values)));
    } else if (Array.isArray(value)) {
      if (value.length === 0) throw new InvalidEventPatternError("Empty arrays are not allowed");
      const here = [...path, key];
      const conditions = value.map((condition) => compileEventCondition(condition, RULES));
      parts.push((values) => satisfied(conditions, values(here)));
    } else if (isObject(value)) {
      if (Object.keys(value).length === 0)
        throw new InvalidEventPatternError("Empty objects are not allowed");
      parts.push(compileObject(value, [...path, key], nested));
      if (!nested) throw new InvalidEventPatternError(NOT_NESTED);
    } else throw new InvalidEventPatternError(`"${key}" must be an object or an array`);
  }
  return (values) => parts.every((part) => part(values));
}

function isChoice(key: string, value: unknown): value is readonly Record<string, unknown>[] {
  return key === "$or" && Array.isArray(value) && value.length > 1 && value.every(isObject);
}

/** Names of attributes; of nested ones only the outermost count. */
function keysOf(policy: Readonly<Record<string, unknown>>): number {
  return Object.entries(policy).reduce((sum, [key, value]) => {
    if (!isChoice(key, value)) return sum + 1;
    return sum + value.reduce((more, choice) => more + keysOf(choice), 0);
  }, 0);
}

/**
 * How much work a policy makes: the conditions of each key, as often as it is deep, multiplied; those of choices added.
 * https://docs.aws.amazon.com/sns/latest/dg/subscription-filter-policy-constraints.html
 */
function combinationsOf(policy: Readonly<Record<string, unknown>>, depth: number): number {
  return Object.entries(policy).reduce((product, [key, value]) => {
    if (isChoice(key, value))
      return product * value.reduce((sum, choice) => sum + combinationsOf(choice, depth), 0);
    if (Array.isArray(value)) return product * value.length * depth;
    return isObject(value) ? product * combinationsOf(value, depth + 1) : product;
  }, 1);
}

/** `exists: false` wants no value; every other condition wants one value that satisfies it. */
function satisfied(conditions: readonly EventCondition[], values: readonly unknown[] | undefined): boolean {
  if (values === undefined) return conditions.some(({ absent }) => absent);
  return conditions.some(({ test }) => test !== undefined && values.some(test));
}

function attributeValues(attributes: MessageAttributes, name: string): readonly unknown[] | undefined {
  const attribute = attributes[name];
  if (!attribute) return undefined;
  const { DataType, StringValue = "" } = attribute;
  if (DataType.startsWith("Number")) return [Number(StringValue)];
  if (DataType.startsWith("String.Array")) {
    try {
      const list: unknown = JSON.parse(StringValue);
      return Array.isArray(list) ? list : [list];
    } catch {
      return [StringValue];
    }
  }
  return DataType.startsWith("String") ? [StringValue] : [];
}

/** The scalars at a path; arrays on the way stand for each of their elements, and a dot in a key for a step. */
function valuesAt(document: unknown, path: readonly string[]): readonly unknown[] | undefined {
  const found = below(document, path.join(".").split("."));
  return found.length === 0 ? undefined : found.flatMap(elements);
}

function below(value: unknown, steps: readonly string[]): readonly unknown[] {
  if (steps.length === 0) return [value];
  return elements(value).flatMap((element) => {
    if (!isObject(element)) return [];
    return steps.flatMap((_, at) => {
      const key = steps.slice(0, at + 1).join(".");
      return Object.hasOwn(element, key) ? below(element[key], steps.slice(at + 1)) : [];
    });
  });
}

function elements(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value.flatMap(elements) : [value];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * Compiles the filter of a subscription's attributes; an empty policy filters nothing.
 *
 * @param where what stands before the attribute's name in an error
 * @throws ServiceError when the policy is malformed
 */
export function compileFilter(
  attributes: Readonly<Record<string, string>>,
  where = "",
): FilterPolicy | undefined {
  const { FilterPolicy, FilterPolicyScope = "MessageAttributes" } = attributes;
  if (!FilterPolicy || FilterPolicy === "{}") return undefined;
  try {
    return compileFilterPolicy(FilterPolicy, FilterPolicyScope);
  } catch (error) {
    if (!(error instanceof InvalidEventPatternError)) throw error;
    throw new ServiceError(
      "InvalidParameterException",
      `Invalid parameter: ${where}${where === "" && error.message === NOT_NESTED ? "" : "FilterPolicy: "}${error.message}`,
    );
  }
}
