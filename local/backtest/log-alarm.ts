import { type LogAlarmInput, parseSchedule, scheduleTimes } from "cumulog/semantics";

/** The input of PutLogAlarm that an alarm is; undefined for alarms of other kinds. */
export function logAlarmOf(alarm: Readonly<Record<string, unknown>>): LogAlarmInput | undefined {
  return alarm["ScheduledQueryConfiguration"] === undefined ? undefined : (alarm as unknown as LogAlarmInput);
}

/** Milliseconds between two runs of a log alarm's query; of a calendar the longest of its next ones. */
export function intervalOf({ ScheduledQueryConfiguration }: LogAlarmInput): number {
  const schedule = parseSchedule(ScheduledQueryConfiguration.ScheduleConfiguration.ScheduleExpression);
  if (schedule.kind === "rate") return schedule.intervalMs;
  const times = scheduleTimes(schedule, { after: Date.now(), count: 10 });
  return Math.max(0, ...times.slice(1).map((time, index) => time - times[index]!));
}

/** Whether its runs are evenly spaced, so that quiet time can be skipped by multiples of their interval. */
export function isEvenlySpaced({ ScheduledQueryConfiguration }: LogAlarmInput): boolean {
  return parseSchedule(ScheduledQueryConfiguration.ScheduleConfiguration.ScheduleExpression).kind === "rate";
}

/** How far back of a run its query looks, in milliseconds. */
export function reachOf({ ScheduledQueryConfiguration }: LogAlarmInput): number {
  return ScheduledQueryConfiguration.ScheduleConfiguration.StartTimeOffset * 1_000;
}
