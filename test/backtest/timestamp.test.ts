import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  detectTimestampFormat,
  timestampFormat,
  UnknownTimestampFormatError,
} from "../../backtest/history/timestamp.ts";

const NOW = Date.UTC(2026, 5, 1);
const now = () => NOW;

describe("timestamp formats", () => {
  test.each([
    ["apache", '1.2.3.4 - - [17/May/2015:10:05:03 +0200] "GET / HTTP/1.1" 200 1', "2015-05-17T08:05:03.000Z"],
    ["iso", "2026-01-02T03:04:05.678Z INFO started", "2026-01-02T03:04:05.678Z"],
    ["iso", "2026-01-02 03:04:05,678 INFO started", "2026-01-02T03:04:05.678Z"],
    ["iso", "2026-01-02T03:04:05-05:30 started", "2026-01-02T08:34:05.000Z"],
    ["slash", "2026/01/02 03:04:05 [error] 1#1: failed", "2026-01-02T03:04:05.000Z"],
    ["syslog", "<34>Feb  3 04:05:06 host app: text", "2026-02-03T04:05:06.000Z"],
    ["syslog", "Dec 31 23:59:59 host app: text", "2025-12-31T23:59:59.000Z"],
    ["epoch", "1767323045 text", "2026-01-02T03:04:05.000Z"],
    ["epoch", "1767323045678 text", "2026-01-02T03:04:05.678Z"],
    ["json", '{"level":"INFO","timestamp":"2026-01-02T03:04:05.678Z"}', "2026-01-02T03:04:05.678Z"],
    ["json", '{"time":1767323045678}', "2026-01-02T03:04:05.678Z"],
    ["json", '{"ts":1767323045.678}', "2026-01-02T03:04:05.678Z"],
  ])("%s is recognized by itself: %s", (name, line, expected) => {
    const format = detectTimestampFormat([line], now);

    expect(format?.name).toBe(name);
    expect(new Date(format!.read(line)!).toISOString()).toBe(expected);
  });

  test("apache lines of any time are read alike one by one and in a row", () => {
    const line = (time: Date) => {
      const [, day, month, year, clock] = /^\w+, (\d+) (\w+) (\d+) ([\d:]+)/.exec(time.toUTCString())!;
      return `1.2.3.4 - - [${day}/${month}/${year}:${clock} +0000] "GET /" 200 1`;
    };
    fc.assert(
      fc.property(
        fc.array(fc.date({ min: new Date(0), max: new Date(4e12), noInvalidDate: true }), { maxLength: 20 }),
        (dates) => {
          const format = timestampFormat("apache");
          for (const date of dates) {
            const whole = Math.floor(date.getTime() / 1_000) * 1_000;
            expect(format.read(line(date))).toBe(whole);
            expect(format.read(line(new Date(whole + 1_000)))).toBe(whole + 1_000);
          }
        },
      ),
    );
  });

  test("a strftime pattern reads what it says", () => {
    const format = timestampFormat("%d.%m.%Y %H:%M:%S.%f %z");

    expect(format.read("at 02.01.2026 03:04:05.5 +0100 x")).toBe(Date.UTC(2026, 0, 2, 2, 4, 5, 500));
    expect(format.read("02-01-2026 03:04:05")).toBeUndefined();
  });

  test.each(["french", "%Q"])("%s is refused with what there is", (name) => {
    expect(() => timestampFormat(name)).toThrow(UnknownTimestampFormatError);
  });

  test("no line makes a format throw or read an invalid time", () => {
    const formats = ["apache", "iso", "slash", "syslog", "epoch", "json"].map((name) =>
      timestampFormat(name, now),
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json(),
          fc.stringMatching(/^\[\d{2}\/[A-Z][a-z]{2}\/\d{4}:[\d:]{8} [+-]\d{4}\]$/),
        ),
        (line) => {
          for (const format of formats) expect(format.read(line)).not.toBeNaN();
        },
      ),
    );
  });

  test("lines without times have no format", () => {
    expect(detectTimestampFormat(["hello", "world"])).toBeUndefined();
  });
});
