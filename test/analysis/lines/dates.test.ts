import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { timeZone, UnknownTimeZoneError } from "../../../lib/analysis/lines/dates/zone.ts";
import { datedTexts, zoneNoteOf } from "../../../lib/analysis/lines/dating.ts";
import { dateFormat, dateFormatNames } from "../../../lib/analysis/lines/formats/date-formats.ts";
import { timestampFormat } from "../../../lib/analysis/lines/timestamp.ts";

const DAY = 86_400_000;
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const two = (number: number): string => String(number).padStart(2, "0");

/** A time as formats write it, in UTC. */
const WRITTEN: Readonly<Record<string, (time: Date) => string>> = {
  apache: (time) =>
    `192.0.2.1 - - [${two(time.getUTCDate())}/${MONTHS[time.getUTCMonth()]}/${time.getUTCFullYear()}:${time.toISOString().slice(11, 19)} +0000]`,
  iso: (time) => time.toISOString(),
  slash: (time) => time.toISOString().slice(0, 23).replaceAll("-", "/").replace("T", " "),
  ctime: (time) =>
    `[Fri ${MONTHS[time.getUTCMonth()]} ${String(time.getUTCDate()).padStart(2)} ${time.toISOString().slice(11, 23)} ${time.getUTCFullYear()}]`,
  day: (time) =>
    `${time.getUTCDate()}-${MONTHS[time.getUTCMonth()]}-${time.getUTCFullYear()} ${time.toISOString().slice(11, 23)}`,
  named: (time) =>
    `${MONTHS[time.getUTCMonth()]} ${two(time.getUTCDate())}, ${time.getUTCFullYear()} ${((time.getUTCHours() + 11) % 12) + 1}:${time.toISOString().slice(14, 19)} ${time.getUTCHours() < 12 ? "AM" : "PM"}`,
  us: (time) =>
    `${time.getUTCMonth() + 1}/${time.getUTCDate()}/${time.getUTCFullYear()} ${time.toISOString().slice(11, 23)}`,
  european: (time) =>
    `${two(time.getUTCDate())}.${two(time.getUTCMonth() + 1)}.${time.getUTCFullYear()} ${time.toISOString().slice(11, 23)}`,
  short: (time) => time.toISOString().slice(2, 19).replaceAll("-", "/").replace("T", " "),
  compact: (time) => time.toISOString().replaceAll(/[-:]/g, ""),
  dotted: (time) => time.toISOString().slice(0, 23).replace("T", "-").replaceAll(":", "."),
  mysql: (time) => time.toISOString().slice(2, 19).replaceAll("-", "").replace("T", " "),
};
const WITHOUT_MILLISECONDS = ["apache", "named", "short", "mysql"];

describe("dates", () => {
  test.each(Object.keys(WRITTEN))("%s are read as they were written, one by one and in a row", (name) => {
    const context = { zone: timeZone("UTC"), latest: Number.POSITIVE_INFINITY };
    const behind = fc.constantFrom(
      "",
      " INFO x",
      " [main]",
      " -",
      " - 12 rows",
      "\tFRA1",
      ": text",
      " +x",
      " Zed",
      " at 10:11:12",
    );
    const time = fc.integer({ min: Date.UTC(2000, 0, 1), max: Date.UTC(2060, 0, 1) });
    const steps = fc.array(fc.tuple(fc.integer({ min: 0, max: 70_000 }), behind), {
      minLength: 1,
      maxLength: 20,
    });
    fc.assert(
      fc.property(time, steps, (start, all) => {
        const format = timestampFormat(name);
        let now = start;
        for (const [step, text] of all) {
          now += step;
          const line = WRITTEN[name]!(new Date(now)) + text;
          const expected = WITHOUT_MILLISECONDS.includes(name) ? Math.floor(now / 1_000) * 1_000 : now;
          expect(format.read(line), line).toBe(expected);
          const fresh = dateFormat(name as never, context);
          expect(fresh.read(line)).toBe(expected);
        }
      }),
    );
  });

  test("what was seen of the lines before changes nothing", () => {
    const piece = fc.constantFrom(
      "2026-01-02T03:04:",
      "05",
      "06.7",
      "07,89",
      "59",
      "Z",
      "+01",
      "+0100",
      " CET",
      " UTC",
      " EST",
      " INFO",
      " ",
      "x",
      "[",
      "]",
      "02/Jan/2026:03:04:",
      " +0000",
      "Jan  2 03:04:",
      "1767323045",
      "\t",
      "12:",
      "::1",
      "192.0.2.1 - - ",
      "3:04:05 PM",
      "2026/01/02 ",
    );
    const line = fc.array(piece, { minLength: 1, maxLength: 7 }).map((pieces) => pieces.join(""));
    const context = { zone: timeZone("UTC"), latest: Number.POSITIVE_INFINITY };
    fc.assert(
      fc.property(
        fc.array(line, { minLength: 2, maxLength: 12 }),
        fc.constantFrom(...dateFormatNames),
        fc.boolean(),
        (lines, name, atStart) => {
          const seasoned = dateFormat(name, context, { atStart });
          for (const one of lines)
            expect(seasoned.read(one), one).toBe(dateFormat(name, context, { atStart }).read(one));
        },
      ),
      { numRuns: 3_000 },
    );
  });

  test.each([
    ["2026-02-31T00:00:00Z"],
    ["2025-02-29T00:00:00Z"],
    ["31/Apr/2026:00:00:00 +0000"],
    ["0001-01-01T00:00:00Z"],
    ["2026-01-02 25:00:00"],
  ])("there is no %s", (line) => {
    for (const name of dateFormatNames) expect(timestampFormat(name).read(line)).toBeUndefined();
  });

  test.each([
    ["2026-01-02 03:04:05+01 x", "02:04:05"],
    ["2026-01-02 03:04:05 -08 x", "11:04:05"],
    ["2026-01-02 03:04:05.678 CET [1]", "02:04:05"],
    ["2026-01-02 03:04:05 EST x", "08:04:05"],
    ["2026-01-02 03:04:05 Europe/Berlin x", "02:04:05"],
    ["2026-01-02 03:04:05 America/New_York x", "08:04:05"],
    ["2026-01-02T03:04:05+05:30 x", "21:34:05"],
    ["2026-01-02 03:04:05 GMT+2 x", "01:04:05"],
    ["2026-01-02 03:04:05 UTC-03:00 x", "06:04:05"],
    ["Fri Jan  2 03:04:05 CET 2026", "02:04:05"],
    ["Fri, 02 Jan 2026 03:04:05 GMT", "03:04:05"],
    ["[02-Jan-2026 03:04:05 Asia/Kolkata] PHP Notice", "21:34:05"],
    ["2026-01-02 03:04:05 ESTIMATED x", "03:04:05"],
  ])("%s is %s in UTC", (line, clock) => {
    const [event] = datedTexts([line])!;

    expect(new Date(event!.timestamp).toISOString().slice(11, 19)).toBe(clock);
  });
});

describe("time zones", () => {
  test.each([
    "Europe/Berlin",
    "America/New_York",
    "Asia/Kolkata",
    "Australia/Lord_Howe",
    "Africa/Casablanca",
    "UTC",
  ])("%s: a clock says what it should at the instant that is read from it", (name) => {
    const zone = timeZone(name);
    const wallAt = (time: number): number => {
      const parts = new Intl.DateTimeFormat("sv-SE", {
        timeZone: name,
        dateStyle: "short",
        timeStyle: "medium",
      }).format(time);
      return Date.parse(`${parts.replace(" ", "T")}Z`);
    };
    fc.assert(
      fc.property(
        fc.integer({ min: Date.UTC(2000, 0, 1) / 1_000, max: Date.UTC(2037, 0, 1) / 1_000 }),
        (second) => {
          const wall = wallAt(second * 1_000);

          const read = zone.toUtc(wall);

          expect(wallAt(read)).toBe(wall);
          expect(read).toBeLessThanOrEqual(second * 1_000);
        },
      ),
      { numRuns: 300 },
    );
  });

  test("a clock that shows an hour twice means the first, and one that skips an hour has not been put forward", () => {
    const zone = timeZone("Europe/Berlin");

    expect(zone.toUtc(Date.UTC(2026, 9, 25, 2, 30))).toBe(Date.UTC(2026, 9, 25, 0, 30));
    expect(zone.toUtc(Date.UTC(2026, 2, 29, 2, 30))).toBe(Date.UTC(2026, 2, 29, 1, 30));
  });

  test.each([
    [
      "2026-10-25 02:20:00",
      "2026-10-25 02:50:00",
      "2026-10-25 02:05:00",
      "2026-10-25 02:40:00",
      "2026-10-25 03:00:00",
    ],
    [
      "Oct 25 02:20:00 h a: x",
      "Oct 25 02:50:00 h a: x",
      "Oct 25 02:05:00 h a: x",
      "Oct 25 02:40:00 h a: x",
      "Oct 25 03:00:00 h a: x",
    ],
  ])("a log in local time goes through the hour that comes twice: %s", (...lines) => {
    const events = datedTexts(lines, { zone: timeZone("Europe/Berlin"), now: () => Date.UTC(2026, 10, 26) })!;

    expect(events.map(({ timestamp }) => new Date(timestamp).toISOString().slice(11, 16))).toEqual([
      "00:20",
      "00:50",
      "01:05",
      "01:40",
      "02:00",
    ]);
  });

  test.each(["Europe/Atlantis", "+25", "", "yesterday", "UTC+99"])("%s is none", (name) => {
    expect(() => timeZone(name)).toThrow(UnknownTimeZoneError);
  });

  test("what is not known, or shared, is said", () => {
    const lines = (zone: string) => [`2026-01-02 03:04:05 ${zone} one`, `2026-01-02 03:04:06 ${zone} two`];

    expect(zoneNoteOf(lines("XYZT"))).toEqual({ zone: "XYZT" });
    expect(zoneNoteOf(lines("Europe/Atlantis"))).toEqual({ zone: "Europe/Atlantis" });
    expect(zoneNoteOf(lines("IST"))).toMatchObject({ zone: "IST", orOf: "Israel or Ireland" });
    for (const known of ["CET", "INFO", "GET", "ALERT", "Europe/Berlin"])
      expect(zoneNoteOf(lines(known))).toBeUndefined();
  });
});

describe("years that are not written", () => {
  const syslog = (time: number): string => {
    const date = new Date(time);
    return `${MONTHS[date.getUTCMonth()]} ${String(date.getUTCDate()).padStart(2)} ${date.toISOString().slice(11, 19)} host app: x`;
  };

  test("follow from the file as a whole, also over several years and with lines that come late", () => {
    const gap = fc.oneof(fc.nat(100_000), fc.nat(200 * 86_400));
    fc.assert(
      fc.property(
        fc.integer({ min: Date.UTC(2000, 0, 1) / 1_000, max: Date.UTC(2030, 0, 1) / 1_000 }),
        fc.array(fc.tuple(gap, fc.boolean()), { minLength: 1, maxLength: 30 }),
        fc.nat(200 * 86_400),
        (start, gaps, age) => {
          let [now, late] = [start * 1_000, 0];
          const times = gaps.map(([seconds, isLate]) => {
            now += seconds * 1_000;
            late = isLate ? 3 * DAY : 0;
            return now - late;
          });
          const latest = Math.max(...times);

          const events = datedTexts(times.map(syslog), { now: () => latest + age * 1_000 })!;

          expect(events.map(({ timestamp }) => timestamp)).toEqual(times);
        },
      ),
      { numRuns: 500 },
    );
  });

  test.each([
    ["a February 29", ["Feb 29 10:00:00 h a: x", "Mar  1 10:00:00 h a: x"], "2024-02-29"],
    ["the day after tomorrow", ["Nov 28 10:00:00 h a: x"], "2025-11-28"],
    ["tomorrow, in another zone", ["Nov 26 22:00:00 h a: x"], "2026-11-26"],
    [
      "New Year, newest first",
      ["Jan  2 10:00:00 h a: x", "Jan  1 10:00:00 h a: x", "Dec 31 10:00:00 h a: x"],
      "2026-01-02",
    ],
  ])("are found for %s", (_what, lines, expected) => {
    const [event] = datedTexts(lines, { now: () => Date.UTC(2026, 10, 26, 1) })!;

    expect(new Date(event!.timestamp).toISOString().slice(0, 10)).toBe(expected);
  });

  test("nor days: a time of day begins a new day when it falls back", () => {
    const lines = ["23:59:58.123 [main] INFO a", "00:00:01.000 [main] INFO b", "10:00:00.000 [main] INFO c"];

    const events = datedTexts(lines, { now: () => Date.UTC(2026, 0, 2, 12) })!;

    expect(events.map(({ timestamp }) => new Date(timestamp).toISOString().slice(0, 19))).toEqual([
      "2026-01-01T23:59:58",
      "2026-01-02T00:00:01",
      "2026-01-02T10:00:00",
    ]);
  });
});
