import { DAYS, MONTHS } from "../../schedule/calendar-names.ts";
import { longDate } from "../reason-data.ts";
import type { AlarmState } from "../types.ts";
import { type AlarmRule, parseAlarmRule } from "./parse-rule.ts";

/** States by alarm name or ARN. */
export type AlarmStates = ReadonlyMap<string, AlarmState> | Readonly<Record<string, AlarmState>>;

/** The change of a child that made the composite alarm be evaluated. */
export interface CompositeTrigger {
  readonly arn: string;
  readonly state: AlarmState;
  /** Milliseconds since the epoch. */
  readonly timestamp: number;
}

/** What the evaluation of a composite alarm depends on. */
export interface CompositeOptions {
  /** The composite alarm's own ARN, for the reason of its first evaluation. */
  readonly arn?: string | undefined;
  /** The newest first. */
  readonly triggers?: readonly CompositeTrigger[] | undefined;
}

/** The state of a composite alarm, with its reason. */
export interface CompositeEvaluation {
  readonly state: "ALARM" | "OK";
  readonly reason: string;
  readonly reasonData: {
    readonly triggeringAlarms: readonly {
      readonly arn: string;
      readonly state: { readonly value: AlarmState; readonly timestamp: string };
    }[];
  };
}

/**
 * The state of a composite alarm. An alarm that has no state counts as INSUFFICIENT_DATA. The composite alarm's own
 * state before its first evaluation is INSUFFICIENT_DATA and is not the rule's concern.
 *
 * @param rule The rule's text, or what {@link parseAlarmRule} made of it
 * @throws AlarmRuleSyntaxError
 */
export function evaluateComposite(
  rule: string | AlarmRule,
  states: AlarmStates,
  options: CompositeOptions = {},
): CompositeEvaluation {
  const tree = typeof rule === "string" ? parseAlarmRule(rule) : rule;
  const state = holds(tree, lookup(states)) ? "ALARM" : "OK";
  const triggers = options.triggers ?? [];
  const newest = triggers[0];
  const reason =
    newest === undefined
      ? `${options.arn ?? "The composite alarm"} was created and its alarm rule evaluates to ${state}`
      : `${newest.arn} transitioned to ${newest.state} at ${spokenDate(newest.timestamp)}`;
  const triggeringAlarms = triggers.map(({ arn, state: value, timestamp }) => ({
    arn,
    state: { value, timestamp: longDate(timestamp) },
  }));
  return { state, reason, reasonData: { triggeringAlarms } };
}

/** Names and ARNs of the alarms that a rule reads, each once, in their order. */
export function referencedAlarms(rule: string | AlarmRule): string[] {
  const found = new Set<string>();
  const visit = (tree: AlarmRule): void => {
    if (tree.type === "state") found.add(tree.alarm);
    else if (tree.type === "not") visit(tree.operand);
    else if (tree.type === "at-least") for (const alarm of tree.alarms) found.add(alarm);
    else if (tree.type !== "constant") tree.operands.forEach(visit);
  };
  visit(typeof rule === "string" ? parseAlarmRule(rule) : rule);
  return [...found];
}

type StateOf = (alarm: string) => AlarmState;

function holds(rule: AlarmRule, stateOf: StateOf): boolean {
  switch (rule.type) {
    case "constant":
      return rule.value;
    case "state":
      return stateOf(rule.alarm) === rule.state;
    case "not":
      return !holds(rule.operand, stateOf);
    case "and":
      return rule.operands.every((operand) => holds(operand, stateOf));
    case "or":
      return rule.operands.some((operand) => holds(operand, stateOf));
    case "at-least": {
      const matching = rule.alarms.filter((alarm) => (stateOf(alarm) === rule.state) !== rule.negated).length;
      return rule.percent ? matching * 100 >= rule.minimum * rule.alarms.length : matching >= rule.minimum;
    }
  }
}

/** Finds a state by the text of the rule, by the name in an ARN, or by the ARN of a name. */
function lookup(states: AlarmStates): StateOf {
  const all = new Map<string, AlarmState>(
    states instanceof Map ? states : Object.entries(states as Readonly<Record<string, AlarmState>>),
  );
  const byName = new Map<string, AlarmState>();
  for (const [key, state] of all) byName.set(nameOf(key), state);
  return (alarm) => all.get(alarm) ?? byName.get(nameOf(alarm)) ?? "INSUFFICIENT_DATA";
}

/** The alarm's name in an ARN such as `arn:aws:cloudwatch:eu-west-1:123456789012:alarm:Name`. */
function nameOf(nameOrArn: string): string {
  return /^arn:[^:]*:cloudwatch:[^:]*:[^:]*:alarm:(.+)$/.exec(nameOrArn)?.[1] ?? nameOrArn;
}

/** `Friday 22 July, 2022 15:57:45 UTC`. */
function spokenDate(timestamp: number): string {
  const date = new Date(timestamp);
  const day = `${DAYS[date.getUTCDay()]} ${String(date.getUTCDate()).padStart(2, "0")}`;
  return `${day} ${MONTHS[date.getUTCMonth()]}, ${date.getUTCFullYear()} ${date.toISOString().slice(11, 19)} UTC`;
}
