import { evaluationRange, wallClockWindow } from "cumulog/semantics";
import type { MetricAlarmInput } from "./alarm.ts";
import { periodOf } from "./alarm-semantics.ts";
import type { Grid } from "./grid.ts";

/**
 * The periods that an alarm looks at: those that end at a moment, and a few more to pass over missing data; or the complete ones
 * of a clock on the wall, each judged by itself.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation-window.html
 *
 * @param end milliseconds since the epoch
 */
export function alarmWindows(input: MetricAlarmInput, end: number): Grid {
  const period = periodOf({ input }) * 1_000;
  const { EvaluationPeriods: evaluationPeriods, EvaluationWindow } = input;
  const wall = EvaluationWindow?.WallClockWindow;
  if (!wall) {
    const count = evaluationRange({ evaluationPeriods });
    return { period, starts: Array.from({ length: count }, (_, index) => end - (count - index) * period) };
  }
  const windows: { readonly start: number; readonly end: number }[] = [];
  let before = end;
  while (windows.length < evaluationPeriods) {
    const window = wallClockWindow(before, {
      period: period / 1_000,
      ...(wall.Timezone !== undefined && { timezone: wall.Timezone }),
    });
    windows.unshift(window);
    before = window.start;
  }
  return { period, starts: windows.map(({ start }) => start), ends: windows.map((window) => window.end) };
}
