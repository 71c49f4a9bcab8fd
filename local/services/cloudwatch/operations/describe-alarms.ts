import { referencedAlarms } from "cumulog/semantics";
import type { Call } from "#kernel/cloud.ts";
import type { AlarmType } from "../alarm.ts";
import type { AlarmDirectory } from "../alarm-directory.ts";
import { describeAlarm } from "../describe-alarm.ts";
import type { CloudWatch } from "../state.ts";
import { invalidCombination, notFound, pageOf } from "../validation.ts";

interface DescribeAlarmsInput {
  readonly AlarmNames?: readonly string[];
  readonly AlarmNamePrefix?: string;
  readonly AlarmTypes?: readonly AlarmType[];
  readonly StateValue?: string;
  readonly ActionPrefix?: string;
  readonly ChildrenOfAlarmName?: string;
  readonly ParentsOfAlarmName?: string;
  readonly MaxRecords?: number;
  readonly NextToken?: string;
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarms.html */
export function describeAlarms(input: DescribeAlarmsInput, { state }: Call<CloudWatch>) {
  const { alarms } = state;
  if (input.AlarmNames?.length && input.AlarmNamePrefix !== undefined)
    throw invalidCombination("AlarmNames and AlarmNamePrefix cannot be specified together.");
  const family = familyOf(alarms, input);
  const types = input.AlarmTypes?.length ? input.AlarmTypes : family ? undefined : (["MetricAlarm"] as const);
  const found = alarms
    .all()
    .filter(({ name, type, state, input: configuration }) => {
      if (family && !family.has(name)) return false;
      if (types && !(types as readonly string[]).includes(type)) return false;
      if (input.AlarmNames?.length && !input.AlarmNames.includes(name)) return false;
      if (input.StateValue !== undefined && state.value !== input.StateValue) return false;
      if (!name.startsWith(input.AlarmNamePrefix ?? "")) return false;
      const { OKActions = [], AlarmActions = [], InsufficientDataActions = [] } = configuration;
      const actions = [...OKActions, ...AlarmActions, ...InsufficientDataActions];
      return (
        input.ActionPrefix === undefined || actions.some((action) => action.startsWith(input.ActionPrefix!))
      );
    })
    .sort((one, other) => (one.name < other.name ? -1 : 1));
  const { items, NextToken } = pageOf(found, input.NextToken, input.MaxRecords ?? 50);
  return {
    MetricAlarms: items.filter(({ type }) => type === "MetricAlarm").map(describeAlarm),
    CompositeAlarms: items.filter(({ type }) => type === "CompositeAlarm").map(describeAlarm),
    LogAlarms: items.filter(({ type }) => type === "LogAlarm").map(describeAlarm),
    ...(NextToken && { NextToken }),
  };
}

/** Names of an alarm's children or parents, when the call asks for those. */
function familyOf(
  alarms: AlarmDirectory,
  { ChildrenOfAlarmName, ParentsOfAlarmName }: DescribeAlarmsInput,
): Set<string> | undefined {
  const childrenOf = (name: string): string[] => {
    const alarm = alarms.refer(name);
    const named = alarm?.type === "CompositeAlarm" ? referencedAlarms(alarm.input.AlarmRule) : [];
    return named.map((child) => alarms.refer(child)?.name ?? child);
  };
  if (ChildrenOfAlarmName !== undefined) {
    if (!alarms.refer(ChildrenOfAlarmName)) throw notFound(`Alarm ${ChildrenOfAlarmName} does not exist.`);
    return new Set(childrenOf(ChildrenOfAlarmName));
  }
  if (ParentsOfAlarmName === undefined) return undefined;
  const name = alarms.refer(ParentsOfAlarmName)?.name;
  return new Set(
    alarms
      .all()
      .map((alarm) => alarm.name)
      .filter((parent) => name && childrenOf(parent).includes(name)),
  );
}
