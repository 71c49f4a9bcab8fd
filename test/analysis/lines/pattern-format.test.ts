import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { timestampFormat, UnknownTimestampFormatError } from "../../../lib/analysis/lines/timestamp.ts";

const iso = (pattern: string, line: string): string | undefined => {
  const time = timestampFormat(pattern).read(line);
  return time === undefined ? undefined : new Date(time).toISOString();
};

describe("strptime patterns", () => {
  test.each([
    ["%b %d %Y %H:%M:%S", "Jan 2 2026 3:4:5 x", "2026-01-02T03:04:05.000Z"],
    ["%b %d %Y %H:%M:%S", "January  02 2026 03:04:05", "2026-01-02T03:04:05.000Z"],
    ["%F %T", "2026-01-02 03:04:05 x", "2026-01-02T03:04:05.000Z"],
    ["%D %R", "01/02/26 03:04", "2026-01-02T03:04:00.000Z"],
    ["%Y-%j %k:%M", "2026-045  3:07", "2026-02-14T03:07:00.000Z"],
    ["%A %d %B %Y %l:%M:%S %p", "Friday 02 January 2026  3:04:05 PM", "2026-01-02T15:04:05.000Z"],
    ["%F %T %Z", "2026-01-02 03:04:05 CET", "2026-01-02T02:04:05.000Z"],
    ["%F %T %Z", "2026-01-02 03:04:05 Europe/Berlin", "2026-01-02T02:04:05.000Z"],
    ["%F %T.%N", "2026-01-02 03:04:05.678901234", "2026-01-02T03:04:05.678Z"],
    ["%F %T,%3N %z", "2026-01-02 03:04:05,678 +01:00", "2026-01-02T02:04:05.678Z"],
    ["%s", "1767323045 x", "2026-01-02T03:04:05.000Z"],
    ["%s.%L", "1767323045.678 x", "2026-01-02T03:04:05.678Z"],
    ["%s", "1767323045.678 x", "2026-01-02T03:04:05.000Z"],
    ["[%s.%N]", "[1767323045.678901234] x", "2026-01-02T03:04:05.678Z"],
    ["%s", "17673230451234567 x", undefined],
    ["%C%y%m%d", "20260102", "2026-01-02T00:00:00.000Z"],
    ["%Y%m%dT%H%M%S%z", "20260102T030405Z", "2026-01-02T03:04:05.000Z"],
    ["%d.%m.%Y", "31.02.2026", undefined],
    ["%d.%m.%Y", "112.01.2026", undefined],
    ["%e/%b/%Y:%T %z", " 2/Jan/2026:03:04:05 -0500", "2026-01-02T08:04:05.000Z"],
    ["%c", "Fri Jan  2 03:04:05 2026", "2026-01-02T03:04:05.000Z"],
    ["%y/%m/%d %T", "69/01/02 03:04:05", undefined],
    ["100%% %F %T", "100% 2026-01-02 03:04:05", "2026-01-02T03:04:05.000Z"],
  ])("%s reads %s", (pattern, line, expected) => {
    expect(iso(pattern, line)).toBe(expected);
  });

  test.each(["%Q", "%Y %y", "%", "%d %H", "%Y", "%H:%M:%S %s %s", "%5"])(
    "%s is refused in one sentence",
    (pattern) => {
      expect(() => timestampFormat(pattern)).toThrow(UnknownTimestampFormatError);
    },
  );

  test("read back what was written by them", () => {
    const two = (number: number, pad = true) => String(number).padStart(pad ? 2 : 1, "0");
    fc.assert(
      fc.property(
        fc.integer({ min: Date.UTC(1970, 0, 2), max: Date.UTC(2068, 0, 1) }),
        fc.boolean(),
        (time, pad) => {
          const date = new Date(Math.floor(time / 1_000) * 1_000);
          const line = `x ${date.getUTCFullYear()}-${two(date.getUTCMonth() + 1, pad)}-${two(date.getUTCDate(), pad)} ${two(date.getUTCHours(), pad)}:${two(date.getUTCMinutes(), pad)}:${two(date.getUTCSeconds(), pad)} y`;

          expect(iso("%Y-%m-%d %H:%M:%S", line)).toBe(date.toISOString());
        },
      ),
    );
  });

  test("no pattern and no line fail otherwise", () => {
    const pattern = fc.array(
      fc.oneof(
        fc.constantFrom(
          "%Y",
          "%m",
          "%d",
          "%H",
          "%s",
          "%z",
          "%F",
          "%j",
          "%L",
          "%-d",
          "%",
          "[",
          "(",
          "\\",
          " ",
          "%%",
        ),
        fc.string({ maxLength: 3 }),
      ),
      { maxLength: 6 },
    );
    fc.assert(
      fc.property(
        pattern.map((parts) => parts.join("")),
        fc.string(),
        (text, line) => {
          try {
            expect(timestampFormat(`%${text}`).read(line)).not.toBeNaN();
          } catch (error) {
            expect(error).toBeInstanceOf(UnknownTimestampFormatError);
          }
        },
      ),
      { numRuns: 2_000 },
    );
  });
});
