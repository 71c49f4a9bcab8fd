import { callAllPages, problemText } from "./api.ts";
import { onCloudEvent } from "./cloud-connection.ts";
import type { Alarm, AlarmChange } from "./cloud-types.ts";
import { createStore } from "./store.ts";

export interface AlarmList {
  readonly alarms: readonly Alarm[];
  readonly loaded: boolean;
  readonly problem?: string;
}

/** Every alarm of the cloud; those in ALARM first, then by name. */
export const alarmList = createStore<AlarmList>({ alarms: [], loaded: false });

/** The newest change of a state in words, for people who listen to the page. */
export const alarmAnnouncement = createStore("");

export const ALARM_TYPES = ["MetricAlarm", "CompositeAlarm", "LogAlarm"] as const;

const ORDER = { ALARM: 0, INSUFFICIENT_DATA: 1, OK: 2 };
const DELAY = 100;
let waiting = false;

/** Asks for the alarms again, once for many reasons to do so. */
export function refreshAlarms(): void {
  if (waiting) return;
  waiting = true;
  setTimeout(() => {
    waiting = false;
    void load();
  }, DELAY);
}

async function load(): Promise<void> {
  try {
    const ofType = (type: string, list: string) =>
      callAllPages<Alarm>(
        "monitoring",
        "DescribeAlarms",
        { AlarmTypes: [type], MaxRecords: 100 },
        { list, token: "NextToken" },
      );
    const alarms = [
      ...(await ofType("MetricAlarm", "MetricAlarms")),
      ...(await ofType("CompositeAlarm", "CompositeAlarms")),
      ...(await ofType("LogAlarm", "LogAlarms")),
    ];
    alarms.sort(
      (one, other) =>
        ORDER[one.StateValue] - ORDER[other.StateValue] || one.AlarmName.localeCompare(other.AlarmName),
    );
    alarmList.set({ alarms, loaded: true });
  } catch (error) {
    alarmList.update(({ alarms }) => ({ alarms, loaded: true, problem: problemText(error) }));
  }
}

/** Changes up to the cloud's time when the page was opened are no news. */
let opened = Number.POSITIVE_INFINITY;

onCloudEvent<{ clock: { cloud: number } }>("hello", ({ clock }) => {
  opened = Math.min(opened, clock.cloud);
  refreshAlarms();
});
onCloudEvent<AlarmChange>("alarm-state", ({ alarmName, to, timestamp }) => {
  if (timestamp > opened) alarmAnnouncement.set(`Alarm ${alarmName} is now ${stateName(to)}.`);
  refreshAlarms();
});
onCloudEvent<{ type: string }>("resource", ({ type }) => {
  if (type.startsWith("AWS::CloudWatch::")) refreshAlarms();
});

export function stateName(state: string): string {
  return { OK: "OK", ALARM: "in alarm", INSUFFICIENT_DATA: "without sufficient data" }[state] ?? state;
}

/** Whether an alarm looks at a metric, which a chart can show. */
export function hasMetric(alarm: Alarm): boolean {
  return alarm.AlarmRule === undefined && alarm.ScheduledQueryConfiguration === undefined;
}
