import { compileEventCondition, type EventCondition } from "./condition.ts";
import type { ConditionRules } from "./condition-rules.ts";
import { type EventField, eventFields } from "./event-fields.ts";
import { InvalidEventPatternError } from "./invalid-event-pattern.ts";

/** A pattern that events of EventBridge, and records of Lambda's event sources, are matched with. */
export interface EventPattern {
  /** Whether an event, as JSON has it, matches. */
  readonly matches: (event: unknown) => boolean;
}

/** What all must hold: conditions of one path, or one of several choices. */
type Part =
  | { readonly path: string; readonly conditions: readonly EventCondition[] }
  | { readonly choices: readonly (readonly Part[])[] };

type Elements = ReadonlyMap<object, number>;

const RULES: ConditionRules = { decimals: 6, anythingButNull: true };
/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html#eb-filtering-complex-example-or */
const MOST_COMBINATIONS = 1_000;

/**
 * Reads a pattern of events: names and values that an event must have, with the operators `prefix`, `suffix`,
 * `equals-ignore-case`, `wildcard`, `anything-but`, `numeric`, `cidr`, `exists` and `$or`. Values in a list of objects match
 * when they are of the same element.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html
 *
 * @param pattern its JSON text, or what that says
 * @throws InvalidEventPatternError with the service's reason
 */
export function parseEventPattern(pattern: unknown): EventPattern {
  const tree = typeof pattern === "string" ? parsed(pattern) : pattern;
  if (!isObject(tree)) throw new InvalidEventPatternError("Filter is not an object");
  const { parts, combinations } = compileObject(tree, "");
  if (combinations > MOST_COMBINATIONS)
    throw new InvalidEventPatternError("Rule with $or contains over 1000 rule combinations");
  return { matches: (event) => hold(parts, eventFields(event), new Map()) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new InvalidEventPatternError("Invalid JSON", { cause: error });
  }
}

function compileObject(
  pattern: Readonly<Record<string, unknown>>,
  path: string,
): { readonly parts: readonly Part[]; readonly combinations: number } {
  const parts: Part[] = [];
  let combinations = 1;
  const entries = Object.entries(pattern);
  if (entries.length === 0) throw new InvalidEventPatternError("Empty objects are not allowed");
  for (const [key, value] of entries) {
    const here = path === "" ? key : `${path}.${key}`;
    if (key === "$or" && Array.isArray(value) && value.length > 1 && value.every(isObject)) {
      const choices = value.map((choice) => compileObject(choice, path));
      parts.push({ choices: choices.map((choice) => choice.parts) });
      combinations *= choices.reduce((sum, choice) => sum + choice.combinations, 0);
    } else if (Array.isArray(value)) {
      if (value.length === 0) throw new InvalidEventPatternError("Empty arrays are not allowed");
      const conditions = value.map((condition) => compileEventCondition(condition, RULES));
      parts.push({ path: here, conditions });
    } else if (isObject(value)) {
      const inner = compileObject(value, here);
      parts.push(...inner.parts);
      combinations *= inner.combinations;
    } else throw new InvalidEventPatternError(`"${key}" must be an object or an array`);
  }
  return { parts, combinations };
}

/** Whether all parts hold for values of the same elements of lists. */
function hold(
  [part, ...rest]: readonly Part[],
  fields: ReadonlyMap<string, readonly EventField[]>,
  elements: Elements,
): boolean {
  if (part === undefined) return true;
  if ("choices" in part) return part.choices.some((choice) => hold([...choice, ...rest], fields, elements));
  const found = fields.get(part.path);
  if (!found) return part.conditions.some(({ absent }) => absent) && hold(rest, fields, elements);
  const tried = new Set<string>();
  for (const { value, elements: own } of found) {
    if (!agree(elements, own) || !part.conditions.some(({ test }) => test?.(value))) continue;
    // Values of the same elements leave the same to the other parts.
    const place = [...own.values()].join();
    if (tried.has(place)) continue;
    tried.add(place);
    if (hold(rest, fields, new Map([...elements, ...own]))) return true;
  }
  return false;
}

function agree(one: Elements, other: Elements): boolean {
  for (const [list, index] of other) if ((one.get(list) ?? index) !== index) return false;
  return true;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
