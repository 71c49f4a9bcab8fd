import { expect, test } from "vitest";
import { LogWatcher } from "../../lib/analysis/anomalies/index.ts";

const START = Date.UTC(2026, 0, 5);
const MINUTE = 60_000;

/** A day and more of twenty orders in five minutes. */
function watchedDay(watcher: LogWatcher, minutes: number): void {
  for (let minute = 0; minute < minutes; minute++)
    for (let order = 0; order < 4; order++) {
      const timestamp = START + minute * MINUTE + order * 1_000;
      const message = JSON.stringify({
        level: "info",
        message: `order ${minute} created`,
        durationMs: 40 + order,
      });
      expect(watcher.add({ timestamp, message })).toEqual([]);
    }
}

const failure = (timestamp: number, order: number) => ({
  timestamp,
  message: JSON.stringify({
    level: "error",
    message: `payment ${order} timed out`,
    error: { name: "TimeoutError" },
  }),
});

test("finds a new error when its window is over, with its text, reason and lines", () => {
  const watcher = new LogWatcher();
  watchedDay(watcher, 26 * 60);
  const at = START + 26 * 60 * MINUTE;

  const found = Array.from({ length: 8 }, (_, order) =>
    watcher.add(failure(at + order * 1_000, order)),
  ).flat();
  const later = watcher.advance(at + 6 * MINUTE);

  expect(found).toEqual([]);
  expect(later).toMatchObject([
    {
      kind: "new",
      series: { text: "payment <*> timed out: TimeoutError" },
      seen: 8,
      samples: [expect.stringContaining("payment 0")],
    },
  ]);
});

test("tells of silence by the clock alone, and of events that arrive long after their time", () => {
  const watcher = new LogWatcher();
  watchedDay(watcher, 26 * 60);
  const end = START + 26 * 60 * MINUTE;

  const late = Array.from({ length: 200 }, (_, order) =>
    watcher.add({ ...failure(START + order * 1_000, order), arrival: end + order }),
  ).flat();
  const found = [...late, ...watcher.advance(end + 30 * MINUTE)];

  expect(found.flatMap(({ findings }) => findings.map(({ kind }) => kind)).sort()).toEqual(
    expect.arrayContaining(["late", "silence"]),
  );
});

test("counts the frames of a stack trace with their event", () => {
  const watcher = new LogWatcher();

  watcher.add({ timestamp: START, message: "request 5 failed" });
  watcher.add({ timestamp: START, message: "\tat a.b(C.java:1)" });

  expect(watcher.templates()).toMatchObject([{ text: "request <*> failed", count: 1 }]);
});

test("the same events give the same anomalies", () => {
  const once = () => {
    const watcher = new LogWatcher({ sensitivity: "high" });
    watchedDay(watcher, 26 * 60);
    for (let order = 0; order < 9; order++) watcher.add(failure(START + 26 * 60 * MINUTE, order));
    return watcher.finish();
  };

  expect(once()).toEqual(once());
  expect(once()).toHaveLength(1);
});
