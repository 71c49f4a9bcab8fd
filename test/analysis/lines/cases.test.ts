import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readBlocks } from "../../../lib/analysis/lines/read-blocks.ts";
import { readLog, warningsOf } from "../../../lib/analysis/lines/read-log.ts";
import { detectTimestampFormat } from "../../../lib/analysis/lines/timestamp.ts";
import { alarmSetOf } from "../../../local/backtest/alarm-definition.ts";
import { runBacktest } from "../../../local/backtest/backtest.ts";

const now = () => Date.UTC(2026, 10, 26);
const caseOf = (name: string): string => join(import.meta.dirname, "cases", name);

async function linesOf(name: string) {
  const reading = readLog([caseOf(name)], { now });
  const lines = [];
  for await (const batch of reading) lines.push(...batch);
  return {
    lines,
    times: lines.map(({ timestamp }) => new Date(timestamp).toISOString()),
    report: reading.report,
  };
}

async function backtestOf(name: string, pattern: string) {
  const set = alarmSetOf([{ name: "alarm", pattern, within: 60 }]);
  return runBacktest(set, readBlocks([caseOf(name)], { now }));
}

describe("logs that people have", () => {
  test("lines of requests that took long count for the minute in which they began", async () => {
    const { events, alarms, warnings } = await backtestOf(
      "01-late-lines-are-lost.apache.log",
      "[ip, a, b, t, r, status = 504, size]",
    );

    expect([events, alarms[0]!.firings.length, warnings]).toEqual([370, 10, []]);
  });

  test("years that are not written are told by the file as a whole", async () => {
    const { times } = await linesOf("04-syslog-over-new-year.log");
    const { alarms } = await backtestOf("04-syslog-over-new-year.log", "ERROR");

    expect(times.map((time) => time.slice(0, 10))).toEqual([
      "2025-11-20",
      "2025-12-31",
      "2026-01-01",
      "2026-01-01",
    ]);
    expect(alarms[0]!.firings.length).toBe(1);
  });

  test("the line of a clock that was not set is named and left out", async () => {
    const { start, warnings } = await backtestOf("05-clock-not-set-at-boot.log", "ERROR");

    expect(start).toBe(Date.UTC(2026, 10, 20, 10));
    expect(warnings).toEqual([
      expect.stringContaining("05-clock-not-set-at-boot.log:1 (1970-01-01T00:00:12Z)"),
    ]);
  });

  test("an offset of two digits is one", async () => {
    const { times } = await linesOf("08-two-digit-offset.log");

    expect(times[0]).toBe("2026-01-02T02:04:05.678Z");
  });

  test("a date and a time may stand in two columns", async () => {
    const { times } = await linesOf("09-cloudfront-tabs.log");

    expect(times.slice(2)).toEqual(["2026-01-02T21:02:31.000Z", "2026-01-02T21:04:31.000Z"]);
  });

  test("a file of a folder that is no log fails nothing", async () => {
    const { alarms, warnings } = await backtestOf("10-s3-export", "ERROR");

    expect(alarms[0]!.firings.length).toBe(1);
    expect(warnings).toEqual([
      expect.stringMatching(/^1 file was left out: .*aws-logs-write-test \(no times/),
    ]);
  });

  test("the time of JSON is that of a member, never one in a text", async () => {
    const { times } = await linesOf("11-json-time-from-the-message.log");

    expect(times.map((time) => time.slice(11, 19))).toEqual(["00:00:00", "00:01:00", "00:05:00"]);
  });

  test.each(
    readFileSync(caseOf("12-formats-without-times.txt"), "utf8")
      .split("\n")
      .filter((line) => line.includes("\t"))
      .map((line) => line.split("\t") as [string, string]),
  )("%s is at %s", (line, expected) => {
    const time = detectTimestampFormat([line], { now })?.read(line);

    expect(time).toBe(Date.parse(expected.split(" ")[0]!));
  });

  test.each(
    readFileSync(caseOf("formats-of-many-programs.txt"), "utf8")
      .split("\n")
      .filter((line) => line.includes("\t"))
      .map(
        (line) => [line.slice(0, line.lastIndexOf("\t")), line.slice(line.lastIndexOf("\t") + 1)] as const,
      ),
  )("%s is at %s", (line, expected) => {
    const format = detectTimestampFormat([line], { now });
    const time = format?.read(line);

    expect(time).toBe(Date.parse(expected.replace("????", "2000")));
    expect(format?.leaves).toBe(expected.startsWith("????") ? "year" : undefined);
  });

  test("warnings are said when there is something to say", async () => {
    const { report } = await linesOf("08-two-digit-offset.log");

    expect(warningsOf(report)).toEqual([]);
  });
});
