import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { datedTexts } from "../../../lib/analysis/lines/dating.ts";
import {
  detectTimestampFormat,
  timestampFormat,
  timestampFormatNames,
  UnknownTimestampFormatError,
} from "../../../lib/analysis/lines/timestamp.ts";

const NOW = Date.UTC(2026, 5, 1);
const now = () => NOW;

describe("dates that are none", () => {
  test.each([
    "2026-W54-1T10:00:00Z x",
    "2026-W00-1T10:00:00Z x",
    "2026-W48-8T10:00:00Z x",
    "2021-W53-1T10:00:00Z x",
    "1326 03:04:05 x",
    "2026-13-01 x",
    "2026-02-30 x",
    "2026-01-02T10h x",
    "2026-01-02 10h30 x",
    "x 2026-01-02 y",
    "2026-01-02-backup x",
    "10.2026-01-02 x",
  ])("%s", (line) => {
    expect(detectTimestampFormat([line], { now })?.read(line)).toBeUndefined();
  });

  test.each([
    "[2026-01-02] [03:04:05] started",
    "2026-01-02 - 03:04:05 started",
    "2026-01-02 [main] 03:04:05.678 started",
    "2026/01/02 at 03:04:05 started",
  ])("a day is not alone with a time of day near it: %s", (line) => {
    expect(detectTimestampFormat([line, line], { now })?.name).not.toBe("date");
  });

  test("four digits and a time are no date of glog without its fraction", () => {
    const lines = ["1011 03:04:05 worker did 1", "1012 03:04:06 worker did 2"];

    expect(detectTimestampFormat(lines, { now })?.name).not.toBe("klog");
  });

  test("a day alone is read when most lines begin with one, and no line has a time", () => {
    const days = ["2026-01-02 one", "2026-01-03 two", "  at x"];

    expect(detectTimestampFormat(days, { now })?.name).toBe("date");
    expect(detectTimestampFormat(["2026-01-02 one", "a", "b"], { now })).toBeUndefined();
    expect(
      detectTimestampFormat([...Array<string>(20).fill("2026-01-02 x"), "at 2020-01-01T00:00:00Z"], { now })
        ?.name,
    ).toBe("date");
    expect(detectTimestampFormat([...days, "2026-01-04 03:04:05 x"], { now })?.name).toBe("iso");
  });
});

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
    ["json", '{"ts":12,"@t":"2026-01-02T03:04:05.678Z"}', "2026-01-02T03:04:05.678Z"],
    ["json", '{"timestamp":{"seconds":"1767323045","nanos":678000000}}', "2026-01-02T03:04:05.678Z"],
    ["json", '{"__REALTIME_TIMESTAMP":"1767323045678000"}', "2026-01-02T03:04:05.678Z"],
    ["json", '{"asctime":"2026-01-02 03:04:05,678"}', "2026-01-02T03:04:05.678Z"],
    ["ctime", "[Fri Jan 02 03:04:05.678901 2026] [core:error] [pid 7] failed", "2026-01-02T03:04:05.678Z"],
    ["ctime", "Fri Jan  2 03:04:05 UTC 2026 started", "2026-01-02T03:04:05.000Z"],
    ["day", "1:M 02 Jan 2026 03:04:05.678 * Ready to accept connections", "2026-01-02T03:04:05.678Z"],
    ["day", "02-Jan-2026 03:04:05.678 SEVERE [main] failed", "2026-01-02T03:04:05.678Z"],
    ["klog", "E0102 03:04:05.678901       1 main.go:12] failed", "2026-01-02T03:04:05.678Z"],
    ["iso", 'time="2026-01-02T03:04:05Z" level=info msg=started', "2026-01-02T03:04:05.000Z"],
    ["iso", "<34>1 2026-01-02T03:04:05.678Z host app - - - text", "2026-01-02T03:04:05.678Z"],
    ["iso", "https 2026-01-02T03:04:05.678901Z app/alb/1 192.0.2.1:1", "2026-01-02T03:04:05.678Z"],
    ["epoch", "1767323045.678    120 192.0.2.1 TCP_MISS/200", "2026-01-02T03:04:05.678Z"],
    ["json", '{"date":"2026-01-02","time":"03:04:05","x-edge-location":"FRA"}', "2026-01-02T03:04:05.000Z"],
    ["json", '{"t":{"$date":"2026-01-02T03:04:05.678+00:00"},"s":"I"}', "2026-01-02T03:04:05.678Z"],
    ["json", '{"instant":{"epochSecond":1767323045,"nanoOfSecond":678000000}}', "2026-01-02T03:04:05.678Z"],
    [
      "json",
      '{"log":"x 2020-01-01T00:00:00Z","time":"2026-01-02T03:04:05.678901234Z"}',
      "2026-01-02T03:04:05.678Z",
    ],
    [
      "json",
      '{"resourceLogs":[{"scopeLogs":[{"logRecords":[{"timeUnixNano":"1767323045678000000"}]}]}]}',
      "2026-01-02T03:04:05.678Z",
    ],
    [
      "json",
      '{"eventTime":"2026-01-02T03:04:05Z","userIdentity":{"creationDate":"2020-01-01T00:00:00Z"}}',
      "2026-01-02T03:04:05.000Z",
    ],
    ["iso", "2026-01-02\t03:04:05\tFRA1\t392", "2026-01-02T03:04:05.000Z"],
    ["iso", "2026-01-02 3:04:05 PM started", "2026-01-02T15:04:05.000Z"],
    ["iso", "INFO  [main] 2026-01-02 03:04:05,678 X.java:1 - x", "2026-01-02T03:04:05.678Z"],
    ["iso", "Fri 2026-01-02 03:04:05 UTC host app[1]: x", "2026-01-02T03:04:05.000Z"],
    ["iso", "I, [2026-01-02T03:04:05.678901 #1]  INFO -- : x", "2026-01-02T03:04:05.678Z"],
    ["compact", "20260102T030405.678Z x", "2026-01-02T03:04:05.678Z"],
    ["compact", "I20260102 03:04:05.678901 1 x.cc:1] x", "2026-01-02T03:04:05.678Z"],
    ["dotted", "2026-01-02-03.04.05.678901+000 x", "2026-01-02T03:04:05.678Z"],
    ["mysql", "260102  3:04:05 [Note] x", "2026-01-02T03:04:05.000Z"],
    ["short", "26/01/02 03:04:05 INFO SparkContext: x", "2026-01-02T03:04:05.000Z"],
    ["us", "[1/2/26 3:04:05:678 UTC] 00000001 x", "2026-01-02T03:04:05.678Z"],
    ["european", "02.01.2026 03:04:05 x", "2026-01-02T03:04:05.000Z"],
    ["european", "13/01/2026 03:04:05 x", "2026-01-13T03:04:05.000Z"],
    ["named", "####<Jan 2, 2026 3:04:05 PM UTC> <Error> <x>", "2026-01-02T15:04:05.000Z"],
    ["named", "Jan 02 2026 03:04:05 asa : %ASA-6-302013: x", "2026-01-02T03:04:05.000Z"],
    ["syslog", "000123: *Jan  2 03:04:05.678: %LINK-3-UPDOWN: x", "2026-01-02T03:04:05.678Z"],
    ["logcat", "01-02 03:04:05.678  1234  1234 E tag: x", "2026-01-02T03:04:05.678Z"],
    ["audit", "type=SYSCALL msg=audit(1767323045.678:456): arch", "2026-01-02T03:04:05.678Z"],
    ["logfmt", "level=error ts=1767323045678 msg=x", "2026-01-02T03:04:05.678Z"],
    [
      "flow",
      "2 123456789010 eni-0a1b 192.0.2.1 192.0.2.2 1 22 6 20 42 1767323045 1767323105 REJECT OK",
      "2026-01-02T03:04:05.000Z",
    ],
    ["tai64n", "@40000000695735af28697580 x", "2026-01-02T03:04:05.678Z"],
  ])("%s is recognized by itself: %s", (name, line, expected) => {
    const format = detectTimestampFormat([line], { now });

    expect(format?.name).toBe(name);
    expect(new Date(datedTexts([line], { now })![0]!.timestamp).toISOString()).toBe(expected);
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

  test("a strftime pattern reads twelve-hour clocks and years of two digits", () => {
    const format = timestampFormat("%m/%d/%y %I:%M:%S %p");

    expect(format.read("01/02/26 3:04:05 PM failed")).toBe(Date.UTC(2026, 0, 2, 15, 4, 5));
    expect(format.read("01/02/26 12:00:00 am")).toBe(Date.UTC(2026, 0, 2));
  });

  test("a date that a message tells of is no time of its line, when the other lines begin with theirs", () => {
    const lines = [
      ...Array.from({ length: 10 }, (_, second) => `2026-01-02T03:04:0${second}Z ERROR failed`),
      "Caused by: the certificate has expired on 2025-01-01T00:00:00Z",
    ];

    const format = detectTimestampFormat(lines)!;

    expect(lines.map((line) => format.read(line)).at(-1)).toBeUndefined();
    expect(format.read(lines[3]!)).toBe(Date.UTC(2026, 0, 2, 3, 4, 3));
  });

  test.each(["2026-13-01T00:00:00Z", "2026-01-32T00:00:00Z", "2026-01-01T24:00:00Z"])(
    "%s is no time",
    (line) => {
      expect(detectTimestampFormat([line])).toBeUndefined();
    },
  );

  test.each(["french", "%Q", "%Y %y"])("%s is refused with what there is", (name) => {
    expect(() => timestampFormat(name)).toThrow(UnknownTimestampFormatError);
  });

  test("no line makes a format throw or read an invalid time", () => {
    const formats = timestampFormatNames.map((name) => timestampFormat(name, { now }));
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
