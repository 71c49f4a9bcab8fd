import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { alarmSetOf } from "../../local/backtest/alarm-definition.ts";
import { runBacktest, runBacktests, runSuggestion } from "../../local/backtest/backtest.ts";
import { compareResults } from "../../local/backtest/comparison.ts";
import { IncidentsError, readIncidents, scoreOf } from "../../local/backtest/incidents.ts";
import { comparisonText, spanOf, suggestionsText } from "../../local/backtest/judgement-text.ts";

const MINUTE = 60_000;
const START = Date.UTC(2026, 0, 5);
const folder = mkdtempSync(join(tmpdir(), "judgement-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Errors by the minute in which they come. */
const errorsAt = (counts: Readonly<Record<number, number>>, minutes: number) =>
  Array.from({ length: minutes }, (_, minute) => [
    { timestamp: START + minute * MINUTE, message: "INFO fine" },
    ...Array.from({ length: counts[minute] ?? 0 }, (_, index) => ({
      timestamp: START + minute * MINUTE + index,
      message: "ERROR failed",
    })),
  ]).flat();
const errors = (moreThan: number, name = "errors") =>
  alarmSetOf([{ name, pattern: "ERROR", moreThan, within: 60 }]);

function file(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

describe("suggested thresholds", () => {
  test("page as those of a sweep do", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 1, maxLength: 90 }),
        fc.constantFrom(60, 300),
        async (counts, within) => {
          const events = errorsAt({ ...counts }, counts.length);
          const set = alarmSetOf([{ name: "errors", pattern: "ERROR", moreThan: 3, within }]);

          const { suggestions } = await runSuggestion(set, events);

          const { tried } = suggestions[0]!;
          const thresholds = tried.map(({ threshold }) => threshold);
          const sweep = await runBacktest(set, events, { thresholds });
          expect(tried.map(({ pages }) => pages)).toEqual(sweep.alarms.map(({ firings }) => firings.length));
          expect(thresholds).toContain(3);
          expect(thresholds).toEqual([...thresholds].sort((one, other) => one - other));
          expect(thresholds.length).toBeLessThanOrEqual(20);
        },
      ),
      { numRuns: 25 },
    );
  });

  test("are those that page for the incidents and for nothing else", async () => {
    const counts = Object.fromEntries(
      Array.from({ length: 600 }, (_, minute) => [minute, minute % 7 === 0 ? 6 : 1]),
    );
    const events = errorsAt({ ...counts, 100: 80, 300: 70 }, 600);
    const incidents = [100, 300].map((minute) => ({
      name: `incident ${minute}`,
      from: START + minute * MINUTE,
      to: START + (minute + 10) * MINUTE,
    }));

    const { result, suggestions } = await runSuggestion(errors(0), events, { incidents });

    const [{ suggested, current }] = suggestions as [(typeof suggestions)[0]];
    expect(current).toBe(0);
    expect(suggested!.threshold).toBeGreaterThanOrEqual(6);
    expect(suggested!.threshold).toBeLessThan(70);
    expect(suggested!.score).toMatchObject({ incidents: 2, caught: 2, falsePages: 0 });
    expect(suggestionsText(suggestions, spanOf(result))).toMatch(
      /errors: \d+ would have paged 2 times in a day, each near an incident you marked \(caught 2 of 2 incidents/,
    );
  });

  test("hold for alarms on what is too little", async () => {
    const set = errors(0);
    const low = {
      ...set,
      alarms: [{ ...set.alarms[0]!, ComparisonOperator: "LessThanThreshold", Threshold: 50 }],
    };
    const counts = Object.fromEntries(
      Array.from({ length: 300 }, (_, minute) => [minute, minute === 200 ? 0 : 20]),
    );

    const { suggestions } = await runSuggestion(low, errorsAt(counts, 300));

    expect(suggestions[0]!.suggested!.threshold).toBeLessThanOrEqual(20);
    expect(suggestions[0]!.suggested!.pages).toBe(1);
  });

  test("are none for an empty history", async () => {
    const { suggestions } = await runSuggestion(errors(0), []);

    expect(suggestions).toEqual([]);
  });
});

describe("incidents", () => {
  test("are read from lines and from tables", () => {
    const lines = file(
      "lines.txt",
      "# of January\n2026-01-05T12:00:00Z 30m checkout down\n\n2026-01-05T14:00:00+01:00 2026-01-05T14:05:00+01:00\n",
    );
    const table = file("table.csv", 'start,end,name\n2026-01-05 12:00:00,2026-01-05 12:30,"checkout"\n');

    expect(readIncidents(lines)).toEqual([
      { name: "checkout down", from: Date.UTC(2026, 0, 5, 12), to: Date.UTC(2026, 0, 5, 12, 30) },
      { name: `${lines}:4`, from: Date.UTC(2026, 0, 5, 13), to: Date.UTC(2026, 0, 5, 13, 5) },
    ]);
    expect(readIncidents(table)).toEqual([
      { name: "checkout", from: Date.UTC(2026, 0, 5, 12), to: Date.UTC(2026, 0, 5, 12, 30) },
    ]);
  });

  test.each([
    ["what is not there", () => join(folder, "none.txt"), /cannot be read/],
    ["an empty list", () => file("empty.txt", "# nothing\n"), /there is none/],
    [
      "a line of another form",
      () => file("odd.txt", "2026-01-05T12:00:00Z 30m a\nyesterday it was down\n"),
      /incident 2 is not/,
    ],
    [
      "an end before the start",
      () => file("back.txt", "2026-01-05T12:00:00Z 30m a\n2026-01-05T12:00:00Z 2026-01-04T12:00:00Z b\n"),
      /incident 2/,
    ],
  ])("refuse %s in one sentence", (_what, path, message) => {
    expect(() => readIncidents(path())).toThrow(
      expect.objectContaining({ name: IncidentsError.name, message: expect.stringMatching(message) }),
    );
  });

  test("no list makes the reading fail otherwise", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.string().map((text) => `2026-01-05T12:00:00Z ${text}`),
        ),
        (text) => {
          try {
            for (const { from, to } of readIncidents(file("fuzz.txt", text)))
              expect(to).toBeGreaterThanOrEqual(from);
          } catch (error) {
            expect(error).toBeInstanceOf(IncidentsError);
          }
        },
      ),
    );
  });

  test("are caught, missed or outside of the history, and pages far from them are false", () => {
    const at = (minute: number) => START + minute * MINUTE;
    const firing = (from: number, to: number) => ({ from: at(from), to: at(to), reason: "" });
    const incidents = [
      { name: "caught", from: at(100), to: at(110) },
      { name: "missed", from: at(300), to: at(310) },
      { name: "before", from: at(-900), to: at(-890) },
    ];

    const score = scoreOf([{ firings: [firing(103, 104), firing(200, 201)] }], incidents, {
      start: at(0),
      end: at(400),
    });

    expect(score).toEqual({
      incidents: 2,
      caught: 1,
      missed: ["missed"],
      falsePages: 1,
      delayMs: 3 * MINUTE,
    });
  });
});

describe("the comparison of two configurations", () => {
  test("reads the history once and tells what the change does", async () => {
    const counts = { 10: 5, 20: 1, 30: 1, 40: 1 };

    const [before, after] = await runBacktests([errors(3), errors(0)], errorsAt(counts, 60));
    const comparison = compareResults(before!, after!);

    expect([comparison.before.pages, comparison.after.pages]).toEqual([1, 4]);
    expect(comparisonText(comparison, ["old", "new"])).toContain("This change pages 4 × instead of 1 ×.");
  });

  test("names alarms that are new or gone", async () => {
    const [before, after] = await runBacktests([errors(0, "old"), errors(0, "new")], errorsAt({ 1: 1 }, 5));

    const text = comparisonText(compareResults(before!, after!), ["a.yaml", "b.yaml"]);

    expect(text).toMatch(/old .* removed/);
    expect(text).toMatch(/new .* new/);
  });
});
