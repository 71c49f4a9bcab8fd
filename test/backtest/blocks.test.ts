import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { readBlocks } from "../../lib/analysis/lines/read-blocks.ts";
import { readInThread } from "../../lib/analysis/lines/read-in-thread.ts";
import { type LogLine, linesOf, readLog } from "../../lib/analysis/lines/read-log.ts";
import { alarmSetOf } from "../../local/backtest/alarm-definition.ts";
import { runBacktest } from "../../local/backtest/backtest.ts";

const START = Date.UTC(2026, 0, 5);
const folder = mkdtempSync(join(tmpdir(), "blocks-"));
afterAll(() => rmSync(folder, { recursive: true }));

describe("lines that are looked at as bytes", () => {
  test("make alarms go off as their texts do", async () => {
    const message = fc.constantFrom(
      "ERROR failed",
      "error",
      "ERR",
      "INFO größer ERROR",
      "INFO grün",
      '{"level":"ERROR"}',
      '{"level":"\\u0045RROR"}',
      "GET /checkout 504 12",
      '{"_aws":{"Timestamp":1767571200000,"CloudWatchMetrics":[{"Namespace":"Shop","Dimensions":[[]],"Metrics":[{"Name":"m"}]}]},"m":7}',
    );
    const line = fc.tuple(fc.nat(180_000), message);
    const patterns = [
      "ERROR",
      "?ERROR ?grün",
      '{ $.level = "ERROR" }',
      "[verb, path = *checkout*, ...]",
      "[a, b, status = 504, ...]",
      "",
    ];
    await fc.assert(
      fc.asyncProperty(
        fc.array(line, { minLength: 1, maxLength: 80 }),
        fc.subarray(patterns, { minLength: 1 }),
        async (lines, chosen) => {
          let time = START;
          const events = lines.map(([gap, text]) => {
            time += gap;
            return { timestamp: time, message: `${new Date(time).toISOString()} ${text}` };
          });
          const path = join(folder, "events.log");
          writeFileSync(path, events.map((event) => `${event.message}\n`).join(""));
          const set = alarmSetOf(
            chosen.map((pattern, index) => ({ name: `alarm ${index}`, pattern, within: 60 })),
          );

          const asTexts = await runBacktest(set, events);
          const asBytes = await runBacktest(set, readBlocks([path]));

          expect(asBytes).toEqual(asTexts);
        },
      ),
      { numRuns: 60 },
    );
  });

  test("are the same from a thread of its own", async () => {
    const path = join(folder, "large.log");
    const text = Array.from(
      { length: 160_000 },
      (_, index) =>
        `${new Date(START + index * 50 - (index % 97) * 1_000).toISOString()} ${"grün ".repeat(index % 40)}${index}\n${index % 11 === 0 ? "  at stack\n" : ""}`,
    ).join("");
    writeFileSync(path, `${text}1970-01-01T00:00:00Z stray\n`);
    const textsOf = async (reading: ReturnType<typeof readInThread>): Promise<LogLine[]> => {
      const lines = [];
      for await (const block of reading) lines.push(...linesOf(block, reading.files));
      return lines;
    };

    const inThread = readInThread([path]);
    const threaded = await textsOf(inThread);
    const here = readLog([path]);
    const lines = [];
    for await (const batch of here) lines.push(...batch);

    expect(threaded.length).toBe(174_546);
    expect(threaded).toEqual(lines);
    expect(inThread.report).toEqual(here.report);
  });

  test("are refused by a thread as they are without one", async () => {
    const path = join(folder, "plain.log");
    writeFileSync(path, "nothing with a time\n".repeat(1_000_000));

    const read = (async () => {
      for await (const _ of readInThread([path])) expect.unreachable();
    })();

    await expect(read).rejects.toThrow(
      expect.objectContaining({
        name: "HistoryError",
        message: expect.stringMatching(/^No times were found in the first lines of /),
      }),
    );
  });
});
