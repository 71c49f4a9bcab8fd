import { referencedAlarms } from "cumulog/semantics";
import type { Cloud, Operations } from "../../kernel/cloud.ts";
import type { AlarmType, MetricAlarmInput } from "./alarm.ts";
import type { AlarmDirectory, HistoryItemType } from "./alarm-directory.ts";
import { describeAlarm } from "./describe-alarm.ts";
import { DIMENSIONS } from "./shapes.ts";
import {
  checkMembers,
  type Dimension,
  invalidCombination,
  notFound,
  pageOf,
  readDimensions,
  readTimestamp,
  seconds,
  type Timestamp,
} from "./validation.ts";

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

interface HistoryInput {
  readonly AlarmName?: string;
  readonly AlarmTypes?: readonly AlarmType[];
  readonly HistoryItemType?: HistoryItemType;
  readonly StartDate?: Timestamp;
  readonly EndDate?: Timestamp;
  readonly MaxRecords?: number;
  readonly NextToken?: string;
  readonly ScanBy?: "TimestampAscending" | "TimestampDescending";
}

const ALARM_TYPES = {
  type: "list",
  of: { type: "string", values: ["CompositeAlarm", "MetricAlarm"] },
} as const;
const MAX_RECORDS = { type: "integer", minimum: 1, maximum: 100 } as const;

/** Listing alarms and their history. */
export function describeOperations(cloud: Cloud, alarms: AlarmDirectory): Operations {
  return {
    DescribeAlarms(input: DescribeAlarmsInput) {
      checkMembers(input, {
        AlarmNames: { type: "list", maximum: 100, of: { type: "string", minimum: 1, maximum: 255 } },
        AlarmNamePrefix: { type: "string", minimum: 1, maximum: 255 },
        AlarmTypes: ALARM_TYPES,
        ChildrenOfAlarmName: { type: "string", minimum: 1, maximum: 1_600 },
        ParentsOfAlarmName: { type: "string", minimum: 1, maximum: 1_600 },
        StateValue: { type: "string", values: ["OK", "ALARM", "INSUFFICIENT_DATA"] },
        ActionPrefix: { type: "string", minimum: 1, maximum: 1_024 },
        MaxRecords: MAX_RECORDS,
      });
      if (input.AlarmNames?.length && input.AlarmNamePrefix !== undefined)
        throw invalidCombination("AlarmNames and AlarmNamePrefix cannot be specified together.");
      const family = familyOf(alarms, input);
      const types = input.AlarmTypes?.length
        ? input.AlarmTypes
        : family
          ? undefined
          : (["MetricAlarm"] as const);
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
            input.ActionPrefix === undefined ||
            actions.some((action) => action.startsWith(input.ActionPrefix!))
          );
        })
        .sort((one, other) => (one.name < other.name ? -1 : 1));
      const { items, NextToken } = pageOf(found, input.NextToken, input.MaxRecords ?? 50);
      return {
        MetricAlarms: items.filter(({ type }) => type === "MetricAlarm").map(describeAlarm),
        CompositeAlarms: items.filter(({ type }) => type === "CompositeAlarm").map(describeAlarm),
        ...(NextToken && { NextToken }),
      };
    },

    DescribeAlarmsForMetric(
      input: Pick<
        MetricAlarmInput,
        "MetricName" | "Namespace" | "Statistic" | "ExtendedStatistic" | "Period" | "Unit"
      > & {
        Dimensions?: Dimension[];
      },
    ) {
      checkMembers(input, {
        MetricName: { type: "string", required: true },
        Namespace: { type: "string", required: true },
        Dimensions: DIMENSIONS,
      });
      const wanted = JSON.stringify(Object.entries(readDimensions(input.Dimensions)).sort());
      const matching = alarms.all().filter((alarm) => {
        if (alarm.type !== "MetricAlarm") return false;
        const own = alarm.input;
        if (own.Namespace !== input.Namespace || own.MetricName !== input.MetricName) return false;
        const optional = (["Statistic", "ExtendedStatistic", "Period", "Unit"] as const).every((name) => {
          return input[name] === undefined || own[name] === input[name];
        });
        return optional && JSON.stringify(Object.entries(readDimensions(own.Dimensions)).sort()) === wanted;
      });
      return { MetricAlarms: matching.map(describeAlarm) };
    },

    DescribeAlarmHistory(input: HistoryInput) {
      checkMembers(input, {
        AlarmName: { type: "string", minimum: 1, maximum: 255 },
        AlarmTypes: ALARM_TYPES,
        HistoryItemType: { type: "string", values: ["ConfigurationUpdate", "StateUpdate", "Action"] },
        ScanBy: { type: "string", values: ["TimestampDescending", "TimestampAscending"] },
        MaxRecords: MAX_RECORDS,
      });
      const start = input.StartDate === undefined ? 0 : readTimestamp(input.StartDate, "StartDate");
      const end =
        input.EndDate === undefined ? Number.POSITIVE_INFINITY : readTimestamp(input.EndDate, "EndDate");
      const items = alarms.history(cloud.clock.now()).filter(({ alarmName, alarmType, type, time }) => {
        if (input.AlarmName !== undefined && alarmName !== input.AlarmName) return false;
        if (input.HistoryItemType !== undefined && type !== input.HistoryItemType) return false;
        if (input.AlarmTypes?.length && !input.AlarmTypes.includes(alarmType)) return false;
        return time >= start && time <= end;
      });
      if (input.ScanBy !== "TimestampAscending") items.reverse();
      const { items: shown, NextToken } = pageOf(items, input.NextToken, input.MaxRecords ?? 100);
      return {
        AlarmHistoryItems: shown.map(({ alarmName, alarmType, time, type, summary, data }) => ({
          AlarmName: alarmName,
          AlarmType: alarmType,
          Timestamp: seconds(time),
          HistoryItemType: type,
          HistorySummary: summary,
          HistoryData: data,
        })),
        ...(NextToken && { NextToken }),
      };
    },
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
