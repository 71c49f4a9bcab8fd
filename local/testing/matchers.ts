import { parseDuration } from "cumulog/semantics";
import type { AlarmResult, BacktestResult } from "../backtest/result.ts";
import { durationText, timeText } from "../backtest/table.ts";

interface MatcherResult {
  readonly pass: boolean;
  message(): string;
}

/** What `expect(await backtest(…))` can be asked. */
export interface BacktestMatchers<R = unknown, _Received = unknown> {
  /** The alarm goes off; `within` so long after the first event, `times` exactly so often. */
  toFire(alarmName: string, options?: { readonly within?: number | string; readonly times?: number }): R;
  /** The alarm goes off and recovers; `within` so long after it went off, every time. */
  toRecover(alarmName: string, options?: { readonly within?: number | string }): R;
  /** The alarm never goes off. */
  toStayQuiet(alarmName: string): R;
}

function find(result: BacktestResult, alarmName: string): AlarmResult {
  if (!Array.isArray((result as Partial<BacktestResult> | undefined)?.alarms))
    throw new TypeError("This is no result of a backtest: expected what backtest(…) resolves with, awaited.");
  const found = result.alarms.find((alarm) => alarm.alarmName === alarmName);
  if (found) return found;
  const names = result.alarms.map((alarm) => `"${alarm.alarmName}"`).join(", ");
  throw new Error(`The stack has no alarm "${alarmName}": it has ${names || "none"}.`);
}

function story({ alarmName, firings }: AlarmResult): string {
  if (firings.length === 0) return `"${alarmName}" never went off`;
  return `"${alarmName}" went off ${firings.map(({ from, to }) => `at ${timeText(from)}${to === undefined ? " for good" : ` for ${durationText(to - from)}`}`).join(", ")}`;
}

/** Matchers for vitest and Jest: `expect.extend(backtestMatchers)`. */
export const backtestMatchers = {
  toFire(
    result: BacktestResult,
    alarmName: string,
    { within, times }: { readonly within?: number | string; readonly times?: number } = {},
  ): MatcherResult {
    const alarm = find(result, alarmName);
    const limit =
      within === undefined ? Number.POSITIVE_INFINITY : (result.start ?? 0) + parseDuration(within);
    const inTime = alarm.firings.some(({ from }) => from <= limit);
    const pass = inTime && (times === undefined || alarm.firings.length === times);
    const expected = `${within === undefined ? "" : ` within ${within} of ${timeText(result.start)}`}${times === undefined ? "" : ` ${times} times`}`;
    return {
      pass,
      message: () => `expected the alarm ${pass ? "not " : ""}to go off${expected}, but ${story(alarm)}`,
    };
  },

  toRecover(
    result: BacktestResult,
    alarmName: string,
    { within }: { readonly within?: number | string } = {},
  ): MatcherResult {
    const alarm = find(result, alarmName);
    const limit = within === undefined ? Number.POSITIVE_INFINITY : parseDuration(within);
    const pass =
      alarm.firings.length > 0 &&
      alarm.firings.every(({ from, to }) => to !== undefined && to - from <= limit);
    const expected = within === undefined ? "" : ` within ${within}`;
    return {
      pass,
      message: () => `expected the alarm ${pass ? "not " : ""}to recover${expected}, but ${story(alarm)}`,
    };
  },

  toStayQuiet(result: BacktestResult, alarmName: string): MatcherResult {
    const alarm = find(result, alarmName);
    const pass = alarm.firings.length === 0;
    return { pass, message: () => `expected the alarm ${pass ? "" : "not "}to go off, but ${story(alarm)}` };
  },
};
