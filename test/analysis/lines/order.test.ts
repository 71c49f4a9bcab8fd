import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { type LogLine, type ReadOptions, readLog, warningsOf } from "../../../lib/analysis/lines/read-log.ts";

const START = Date.UTC(2026, 0, 5);
const DAY = 86_400_000;
const now = () => START + 200 * DAY;
const folder = mkdtempSync(join(tmpdir(), "order-"));
afterAll(() => rmSync(folder, { recursive: true }));

async function read(lines: readonly string[], options: ReadOptions = {}) {
  const path = join(folder, "app.log");
  writeFileSync(path, lines.map((line) => `${line}\n`).join(""));
  const reading = readLog([path], { now, ...options });
  const given: LogLine[] = [];
  for await (const batch of reading) given.push(...batch);
  return { given, report: reading.report, warnings: warningsOf(reading.report) };
}
const at = (time: number, text = "INFO x"): string => `${new Date(time).toISOString()} ${text}`;

describe("lines that come late", () => {
  test("are put in order; of one time they stay as they came, with what belongs to them", async () => {
    const line = fc.record({
      step: fc.nat(3_000),
      late: fc.oneof(fc.constant(0), fc.nat(600_000)),
      isStack: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(line, { minLength: 1, maxLength: 200 }), async (lines) => {
        let time = START;
        const written = lines.flatMap(({ step, late, isStack }, index) => {
          time += step;
          return [at(time - late, `line ${index}`), ...(isStack ? [`  at ${index}`] : [])];
        });

        const { given, report } = await read(written);

        const sorted = written
          .map((message, index) => {
            const owner = message.startsWith("  at") ? written[index - 1]! : message;
            return { timestamp: Date.parse(owner.slice(0, 24)), message };
          })
          .sort((one, other) => one.timestamp - other.timestamp);
        expect(given.map(({ timestamp, message }) => ({ timestamp, message }))).toEqual(sorted);
        expect(report.late.count).toBe(0);
        expect(report.undated).toBe(lines.filter(({ isStack }) => isStack).length);
      }),
      { numRuns: 60 },
    );
  });

  test("by more than can wait are counted and named, and none is lost", async () => {
    const lines = Array.from({ length: 200_000 }, (_, index) => at(START + index * 100));
    lines.push(at(START + 5_000, "late"));

    const { given, report, warnings } = await read(lines);

    expect(given.length).toBe(200_001);
    expect(given.some(({ message }) => message.endsWith("late"))).toBe(true);
    expect(report.late).toMatchObject({ count: 1, first: [{ line: 200_001 }] });
    expect(warnings[0]).toMatch(
      /^1 line came too late to be put in order, by \d+ s at most: .*app\.log:200001\.$/,
    );
  });
});

describe("stray times", () => {
  const strayTime = fc.constantFrom(
    "1970-01-01T00:00:12Z",
    "2000-01-01T00:00:05Z",
    "2062-05-01T00:00:00Z",
    "1980-01-06T00:00:00Z",
    "2038-01-19T03:14:07Z",
  );

  test("are left out and named wherever they stand, and nothing else is", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 2, max: 60 }),
        fc.array(fc.tuple(fc.nat(1_000), strayTime), { minLength: 1, maxLength: 5 }),
        async (count, strays) => {
          const lines = Array.from({ length: count }, (_, index) => at(START + index * 60_000));
          for (const [place, time] of strays)
            lines.splice(place % (lines.length + 1), 0, `${time} ERROR stray`);

          const { given, report } = await read(lines);

          expect(given.map(({ message }) => message)).toEqual(
            lines.filter((line) => !line.endsWith("stray")),
          );
          expect(report.stray.count).toBe(strays.length);
          expect(report.stray.first.map(({ line }) => line)).toEqual(
            lines.flatMap((line, index) => (line.endsWith("stray") ? [index + 1] : [])),
          );
        },
      ),
      { numRuns: 200 },
    );
  });

  test("stay at the time of the line before when nothing may be lost", async () => {
    const { given } = await read([at(START), "1970-01-01T00:00:00Z stray", at(START + 60_000)], {
      keepStray: true,
    });

    expect(given.map(({ timestamp }) => timestamp)).toEqual([START, START, START + 60_000]);
  });

  test("identifiers of ten digits are no times", async () => {
    const lines = Array.from({ length: 300 }, (_, index) => [
      `${(START / 1_000 + index * 60).toFixed(0)} INFO x`,
      ...(index % 20 === 3
        ? [`${1_000_000_000 + index * 1_234_567} order shipped`, "9876543210 order shipped"]
        : []),
    ]).flat();

    const { given, report } = await read(lines);

    expect(new Set(given.map(({ timestamp }) => timestamp)).size).toBe(300);
    expect(given[0]!.timestamp).toBe(START);
    expect(report.stray.count).toBeGreaterThanOrEqual(15);
  });

  test("a log with long gaps has none: one line a month, or years between two spans", async () => {
    const monthly = Array.from({ length: 40 }, (_, index) => at(START - (40 - index) * 31 * DAY));
    const spans = [
      ...monthly.slice(0, 3),
      ...Array.from({ length: 300 }, (_, index) => at(START + index * 1_000)),
    ];

    for (const lines of [monthly, spans]) {
      const { given, report } = await read(lines);

      expect(given.length).toBe(lines.length);
      expect(report.stray.count).toBe(0);
    }
  });

  test("a log whose lines are all of 1970 is read as it is", async () => {
    const { given, report } = await read(Array.from({ length: 10 }, (_, second) => at(second * 1_000)));

    expect([given.length, report.stray.count]).toEqual([10, 0]);
  });
});
