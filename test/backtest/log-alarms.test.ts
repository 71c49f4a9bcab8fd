import { expect, test } from "vitest";
import { muteRule, readSignal, type SignalDescription } from "../../lib/signals/index.ts";
import {
  alarmSetOfSignals,
  compareResults,
  isPage,
  resultText,
  runBacktest,
  runSuggestion,
  scoreOf,
} from "../../local/backtest/index.ts";

const START = Date.UTC(2026, 0, 1);
const MINUTE = 60_000;

/** Minutes of the history at which a slow request was logged. */
const slowAt = (...minutes: number[]) =>
  Array.from({ length: 120 }, (_, minute) => ({
    timestamp: START + minute * MINUTE + 1_000,
    message: JSON.stringify({ durationMs: minutes.includes(minute) ? 5_000 : 20, route: "/pay" }),
  }));

const setOf = (description: SignalDescription, mute?: { cron: string; duration: string }) => ({
  ...alarmSetOfSignals([{ name: "slow", signal: readSignal(description) }]),
  ...(mute && { muteRules: [muteRule("night", { ...mute, signals: ["slow"] })] }),
});

const QUERY: SignalDescription = {
  query: { query: "filter durationMs > 1000" },
  moreThan: 0,
  within: "5m",
};

const minute = (time: number | undefined) => (time === undefined ? undefined : (time - START) / MINUTE);

test("a log alarm goes off with the run that finds something, and back with the one that does not", async () => {
  const { alarms } = await runBacktest(setOf(QUERY), slowAt(12, 61));

  expect(alarms[0]!.firings.map(({ from, to }) => [minute(from), minute(to)])).toEqual([
    [15, 20],
    [65, 70],
  ]);
});

test("a sweep tries thresholds of log alarms, too", async () => {
  const { alarms } = await runBacktest(setOf(QUERY), slowAt(12, 13, 61), { thresholds: [0, 1, 2] });

  expect(alarms.map(({ alarmName, firings }) => [alarmName, firings.length])).toEqual([
    ["slow@0", 2],
    ["slow@1", 1],
    ["slow@2", 0],
  ]);
});

test("what goes off while it is muted is told at the end of the window, or never when it is over by then", async () => {
  const pattern = "{ $.durationMs > 1000 }";
  // Muted from 00:10 to 00:30.
  const set = setOf({ pattern, within: "1m" }, { cron: "10 0 * * *", duration: "20m" });

  const result = await runBacktest(set, slowAt(12, 28, 29, 30, 31, 61));

  const [alarm] = result.alarms;
  expect(
    alarm!.firings.map(({ from, to, muted }) => [minute(from), minute(to), muted && minute(muted.until)]),
  ).toEqual([
    [13, 14, undefined],
    [29, 33, 30],
    [62, 63, undefined],
  ]);
  expect(alarm!.firings.map(isPage)).toEqual([false, true, true]);
  expect(alarm!.firingsPerDay).toBe(2);
  expect(compareResults(result, result).before.pages).toBe(2);
  const text = resultText(result);
  expect(text).toContain("muted: nobody is told");
  expect(text).toContain("muted: told at 2026-01-01T00:30:00Z");
});

test("incidents are caught by what people are told of", async () => {
  const pattern = "{ $.durationMs > 1000 }";
  const incidents = [{ name: "slow", from: START + 12 * MINUTE, to: START + 13 * MINUTE }];
  const scored = async (mute?: { cron: string; duration: string }) => {
    const result = await runBacktest(setOf({ pattern, within: "1m" }, mute), slowAt(12));
    return scoreOf(result.alarms, incidents, result);
  };

  expect(await scored()).toMatchObject({ caught: 1, falsePages: 0 });
  expect(await scored({ cron: "10 0 * * *", duration: "20m" })).toMatchObject({ caught: 0, falsePages: 0 });
});

test("a suggestion obeys mute rules, and leaves log alarms as they are", async () => {
  const pattern = "{ $.durationMs > 1000 }";
  const muted = setOf({ pattern, within: "1m" }, { cron: "10 0 * * *", duration: "20m" });
  const queries = setOf(QUERY);

  const { suggestions } = await runSuggestion(muted, slowAt(12, 61));
  const none = await runSuggestion(queries, slowAt(12));

  expect(suggestions[0]!.tried.find(({ threshold }) => threshold === 0)).toMatchObject({ pages: 1 });
  expect(none.suggestions).toEqual([]);
});
