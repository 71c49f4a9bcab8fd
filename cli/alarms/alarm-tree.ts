import { AlarmRuleSyntaxError, referencedAlarms } from "cumulog/semantics";
import type { AlarmLine } from "./alarm-line.ts";

/** An alarm with those that its rule reads. */
export interface AlarmNode {
  readonly alarm: AlarmLine;
  readonly children: readonly AlarmNode[];
}

/** Composite alarms with what they are made of; alarms that no rule reads stand by themselves. */
export function alarmTree(alarms: readonly AlarmLine[]): AlarmNode[] {
  const children = new Map(alarms.map((alarm) => [alarm, childrenOf(alarm, alarms)]));
  const below = new Set([...children.values()].flat());
  const node = (alarm: AlarmLine, above: readonly AlarmLine[]): AlarmNode => ({
    alarm,
    children: children
      .get(alarm)!
      // CloudWatch allows circles of alarms.
      .filter((child) => ![...above, alarm].includes(child))
      .map((child) => node(child, [...above, alarm])),
  });
  const roots = alarms.filter((alarm) => !below.has(alarm));
  const shown = new Set<AlarmLine>();
  const show = (one: AlarmNode): void => {
    shown.add(one.alarm);
    one.children.forEach(show);
  };
  const trees = roots.map((alarm) => node(alarm, []));
  trees.forEach(show);
  for (const alarm of alarms)
    if (!shown.has(alarm)) {
      const tree = node(alarm, []);
      show(tree);
      trees.push(tree);
    }
  return trees;
}

function childrenOf({ rule }: AlarmLine, alarms: readonly AlarmLine[]): AlarmLine[] {
  if (rule === undefined) return [];
  try {
    return referencedAlarms(rule).flatMap(
      (reference) => alarms.find(({ name, arn }) => reference === name || reference === arn) ?? [],
    );
  } catch (error) {
    if (error instanceof AlarmRuleSyntaxError) return [];
    throw error;
  }
}
