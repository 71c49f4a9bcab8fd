import { runBacktest } from "@cumulog/local/backtest";
import { readSignal, type SignalDescription } from "cumulog/signals";
import { describe, expect, test } from "vitest";
import { alarmSetOfSignals } from "../../local/backtest/signal-alarms.ts";

const START = Date.UTC(2026, 0, 1);
const MINUTE = 60_000;

interface Event {
  readonly timestamp: number;
  readonly message: string;
}

/** The same number of events in each minute, spread over it. */
function minutes(
  counts: readonly number[],
  message: string | ((minute: number, index: number) => string),
): Event[] {
  return counts.flatMap((count, minute) =>
    Array.from({ length: count }, (_, index) => ({
      timestamp: START + minute * MINUTE + Math.floor((index * MINUTE) / count),
      message: typeof message === "string" ? message : message(minute, index),
    })),
  );
}

/** Minutes from the start at which the alarm went off and came back. */
async function firings(
  description: SignalDescription,
  history: readonly Event[],
): Promise<[number, number | undefined][]> {
  const set = alarmSetOfSignals([{ name: "signal", signal: readSignal(description) }]);
  const { alarms } = await runBacktest(set, history);
  const { firings: list } = alarms.find(({ alarmName }) => alarmName === "signal")!;
  const minute = (time: number) => (time - START) / MINUTE;
  return list.map(({ from, to }) => [minute(from), to === undefined ? undefined : minute(to)]);
}

describe("alarm times of signals, computed by hand", () => {
  test("a ratio goes off at the minute after the share is over the limit, and not for few events", async () => {
    // Minute 3 fails 3 of 100, minute 6 fails 1 of 2.
    const history = minutes([100, 100, 100, 100, 100, 100, 2, 100, 100], (minute, index) =>
      (minute === 3 && index < 3) || (minute === 6 && index < 1) ? "ERROR" : "fine",
    );

    const found = await firings(
      { ratio: { of: { pattern: "ERROR" }, minimum: 10 }, moreThan: "2%", within: "1m" },
      history,
    );

    expect(found).toEqual([[4, 5]]);
  });

  test("a share of exactly the limit is not more than it", async () => {
    const history = minutes([100, 100, 100], (minute, index) =>
      minute === 1 && index < 2 ? "ERROR" : "fine",
    );

    expect(
      await firings({ ratio: { of: { pattern: "ERROR" } }, moreThan: "2%", within: "1m" }, history),
    ).toEqual([]);
  });

  test("the 99th percentile of a duration in milliseconds is compared with seconds", async () => {
    // 100 values a minute; in minute 2 the two slowest take 2.5 s, in minute 4 only the slowest.
    const history = minutes([100, 100, 100, 100, 100, 100], (minute, index) =>
      JSON.stringify({
        durationMs: (minute === 2 && index < 2) || (minute === 4 && index < 1) ? 2_500 : 10 + index,
      }),
    );

    expect(await firings({ value: "$.durationMs", p99: "> 2s", within: "1m" }, history)).toEqual([[3, 4]]);
  });

  test("an average is compared with a plain number", async () => {
    const history = minutes([10, 10, 10, 10], (minute) => JSON.stringify({ size: minute === 1 ? 30 : 10 }));

    expect(await firings({ value: "$.size", average: "> 20", within: "1m" }, history)).toEqual([[2, 3]]);
  });

  test("a silence goes off when ten minutes were empty, and ends with the next event", async () => {
    const counts = [...Array<number>(5).fill(3), ...Array<number>(14).fill(0), ...Array<number>(4).fill(1)];

    const found = await firings({ silence: "10m" }, minutes(counts, "alive"));

    // Minutes 5 to 14 are empty: the tenth has ended at minute 15. The event of minute 19 counts when that minute has ended.
    // Nothing comes behind the end of the history, at minute 23.
    expect(found).toEqual([
      [15, 20],
      [33, undefined],
    ]);
  });

  test("a silence of one kind of event does not hear the others", async () => {
    const history = minutes(Array<number>(20).fill(2), (minute) => (minute < 4 ? "heartbeat" : "other"));

    expect((await firings({ silence: "5m", pattern: "heartbeat" }, history))[0]?.[0]).toBe(9);
  });

  test("a budget goes off when the long and the short window burn too fast, and ends with the short one", async () => {
    // 100 events a minute; for an hour from minute 120 on, 5 of them fail.
    const history = minutes(Array<number>(260).fill(100), (minute, index) =>
      minute >= 120 && minute < 180 && index < 5 ? "ERROR" : "fine",
    );

    const found = await firings({ pattern: "ERROR", budget: { objective: "99.9%", window: "30d" } }, history);

    // Slow: more than 6 × 0.1 % of the events since the start, 5 k > 0.006 × 100 × (120 + k), from k = 17 on. Fast: more than
    // 14.4 × 0.1 % of an hour's 6,000 events are 87 failures, k = 18.
    expect(found[0]?.[0]).toBe(137);
  });

  test("fewer than so many events goes off in a quiet window", async () => {
    const found = await firings(
      { pattern: "tick", fewerThan: 3, within: "1m" },
      minutes([5, 5, 2, 5, 5], "tick"),
    );

    expect(found).toEqual([
      [3, 4],
      // Behind the end of the history, when no minute of it is left in the evaluation range.
      [8, undefined],
    ]);
  });
});
