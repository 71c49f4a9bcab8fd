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
  const counted = { keys: 0, combinations: 1 };
  const tree = compileObject(policy, [], inBody, counted);
  if (counted.keys > MOST_KEYS)
    throw new InvalidEventPatternError("Filter policy can not have more than 5 keys");
  if (counted.combinations > MOST_COMBINATIONS)
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
  counted: { keys: number; combinations: number },
): Tree {
  const parts: Tree[] = [];
  for (const [key, value] of Object.entries(policy)) {
    if (key === "$or" && Array.isArray(value) && value.length > 1 && value.every(isObject)) {
      const choices = value.map((choice) => compileObject(choice, path, nested, counted));
      parts.push((values) => choices.some((choice) => choice(values)));
    } else if (Array.isArray(value)) {
      if (value.length === 0) throw new InvalidEventPatternError("Empty arrays are not allowed");
      const here = [...path, key];
      const conditions = value.map((condition) => compileEventCondition(condition, RULES));
      counted.keys += 1;
      counted.combinations *= value.length;
      parts.push((values) => satisfied(conditions, values(here)));
    } else if (isObject(value)) {
      if (Object.keys(value).length === 0)
        throw new InvalidEventPatternError("Empty objects are not allowed");
      parts.push(compileObject(value, [...path, key], nested, counted));
      if (!nested)
        throw new InvalidEventPatternError(
          "Filter policy scope MessageAttributes does not support nested filter policy",
        );
    } else throw new InvalidEventPatternError(`"${key}" must be an object or an array`);
  }
  return (values) => parts.every((part) => part(values));
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

/** The scalars at a path; arrays on the way stand for each of their elements. */
function valuesAt(document: unknown, path: readonly string[]): readonly unknown[] | undefined {
  let found: readonly unknown[] = [document];
  for (const key of path) {
    found = found.flatMap(elements).flatMap((value) => {
      return isObject(value) && Object.hasOwn(value, key) ? [value[key]] : [];
    });
    if (found.length === 0) return undefined;
  }
  return found.flatMap(elements);
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
      `Invalid parameter: ${where}FilterPolicy: ${error.message}`,
    );
  }
}
