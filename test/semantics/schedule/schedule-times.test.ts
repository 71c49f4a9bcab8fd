import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseSchedule, scheduleTimes } from "../../../lib/semantics/schedule/schedule-times.ts";
import { timeOf, wallClockAt } from "../../../lib/semantics/schedule/time-zone.ts";

const iso = (times: readonly number[]) => times.map((time) => new Date(time).toISOString());

describe("schedules", () => {
  test("a rate runs at multiples of its interval from its anchor", () => {
    const after = "2026-01-05T12:07:00Z";

    expect(iso(scheduleTimes("rate(5 minutes)", { after, count: 2 }))).toEqual([
      "2026-01-05T12:10:00.000Z",
      "2026-01-05T12:15:00.000Z",
    ]);
    const anchor = Date.parse("2026-01-05T12:03:30Z");
    expect(iso(scheduleTimes("rate(5 minutes)", { after, anchor }))).toEqual(["2026-01-05T12:08:30.000Z"]);
  });

  test("a cron expression runs at the times that its fields name, and no other", () => {
    const value = (minimum: number, maximum: number) => fc.integer({ min: minimum, max: maximum });
    const cron = fc.record({
      minute: value(0, 59),
      step: fc.constantFrom(0, 7, 15),
      hour: fc.option(value(0, 23)),
      month: fc.option(value(1, 12)),
      weekday: fc.option(value(1, 7)),
    });
    const start = value(0, 40_000).map((hours) => Date.UTC(2024, 0, 1) + hours * 3_600_000);
    fc.assert(
      fc.property(cron, start, ({ minute, step, hour, month, weekday }, after) => {
        const minutes = step === 0 ? `${minute}` : `${minute}/${step}`;
        const text = `cron(${minutes} ${hour ?? "*"} ${weekday === null ? "*" : "?"} ${month ?? "*"} ${weekday ?? "?"} *)`;
        const [first] = scheduleTimes(text, { after });
        const fits = (time: number): boolean => {
          const date = new Date(time);
          const past = date.getUTCMinutes() - minute;
          return (
            (step === 0 ? past === 0 : past >= 0 && past % step === 0) &&
            (hour ?? date.getUTCHours()) === date.getUTCHours() &&
            (month ?? date.getUTCMonth() + 1) === date.getUTCMonth() + 1 &&
            (weekday ?? date.getUTCDay() + 1) === date.getUTCDay() + 1
          );
        };
        let expected = after + 60_000;
        while (!fits(expected) && expected < after + 3 * 86_400_000) expected += 60_000;
        if (fits(expected)) expect(first).toBe(expected);
        else expect(fits(first!)).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  test("a schedule that names a year ends", () => {
    const after = "2026-06-01T00:00:00Z";
    expect(scheduleTimes("cron(0 0 1 1 ? 2026)", { after, count: 3 })).toEqual([]);
    expect(scheduleTimes("cron(0 0 1 1 ? 2026-2028)", { after, count: 9 })).toHaveLength(2);
  });

  test("a day that does not exist never comes, and the search for it ends", () => {
    expect(scheduleTimes("cron(0 0 30 2 ? *)", { after: 0 })).toEqual([]);
  });

  test("29 February is found across eight years", () => {
    expect(iso(scheduleTimes("cron(0 0 29 2 ? *)", { after: "2096-03-01T00:00:00Z" }))).toEqual([
      "2104-02-29T00:00:00.000Z",
    ]);
  });

  test.each([
    "rate(0 minutes)",
    "rate(1 minutes)",
    "rate(5 minute)",
    "rate(5 weeks)",
    "cron(0 0 * * *)",
    "cron(60 * * * ? *)",
    "cron(0 0 ? * ? *)",
    "cron(0 0 1 * MON *)",
    "every hour",
    "",
  ])("%s is refused", (expression) => {
    expect(() => parseSchedule(expression)).toThrow(expect.objectContaining({ name: "ScheduleSyntaxError" }));
  });

  test("no text breaks the parser", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^(?:cron|rate)\([\d*?,/LW#A-Z -]{0,24}\)$/), (text) => {
        try {
          parseSchedule(text);
        } catch (error) {
          expect((error as Error).name).toBe("ScheduleSyntaxError");
        }
      }),
    );
  });
});

describe("time zones", () => {
  test("a wall time leads back to the moment it was read at", () => {
    const zones = fc.constantFrom("UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "+05:30");
    const moments = fc.integer({ min: 0, max: 4_000_000 }).map((quarters) => quarters * 900_000);
    fc.assert(
      fc.property(zones, moments, (zone, time) => {
        const back = timeOf(wallClockAt(time, zone), zone);
        // Of a wall time that comes twice it is the first.
        expect([time, time - 3_600_000]).toContain(back);
      }),
    );
  });
});
