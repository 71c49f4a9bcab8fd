import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { acceptLogEvents, type InputLogEvent } from "../../../lib/semantics/log-events/accept-log-events.ts";
import { CloudWatchLogsError } from "../../../lib/semantics/log-events/service-errors.ts";
import { utf8Length } from "../../../lib/semantics/log-events/utf8-length.ts";

const HOUR = 60 * 60 * 1000;
const DAY = 24 * HOUR;
const NOW = Date.UTC(2026, 0, 15);

/** The rules read off the API page one event at a time, with no shared code. */
function expected(events: InputLogEvent[], retentionDays: number | undefined) {
  if (events.length === 0) return "error";
  if (events.some(({ message }) => message.length === 0)) return "error";
  const bytes = events.map(({ message }) => Buffer.byteLength(message) + 26).reduce((a, b) => a + b, 0);
  if (bytes > 1_048_576) return "error";
  if (events.some((event, index) => index > 0 && event.timestamp < events[index - 1]!.timestamp))
    return "error";
  const verdicts = events.map(({ timestamp }) => {
    if (timestamp > NOW + 2 * HOUR) return "new";
    if (timestamp < NOW - 14 * DAY) return "old";
    if (retentionDays !== undefined && timestamp < NOW - retentionDays * DAY) return "expired";
    return "valid";
  });
  const valid = events.filter((_, index) => verdicts[index] === "valid");
  if (valid.length > 0 && valid.at(-1)!.timestamp - valid[0]!.timestamp > DAY) return "error";
  const info: Record<string, number> = {};
  if (verdicts.includes("new")) info["tooNewLogEventStartIndex"] = verdicts.indexOf("new");
  if (verdicts.includes("old")) info["tooOldLogEventEndIndex"] = verdicts.lastIndexOf("old") + 1;
  if (verdicts.includes("expired")) info["expiredLogEventEndIndex"] = verdicts.lastIndexOf("expired") + 1;
  return { accepted: valid, ...(Object.keys(info).length > 0 && { rejectedLogEventsInfo: info }) };
}

const offset = fc.oneof(
  fc.constantFrom(0, 1, 2 * HOUR, 2 * HOUR + 1, -DAY, -DAY - 1, -14 * DAY, -14 * DAY - 1, -3 * DAY),
  fc.integer({ min: -20 * DAY, max: 4 * HOUR }),
  fc.integer({ min: -DAY, max: 0 }),
);
const message = fc.oneof(
  { weight: 12, arbitrary: fc.string({ unit: "binary", maxLength: 12 }) },
  { weight: 2, arbitrary: fc.constantFrom("é".repeat(524_275), "a".repeat(600_000), "a".repeat(1_048_551)) },
  { weight: 1, arbitrary: fc.constant("") },
);
const batch = fc
  .tuple(fc.array(fc.record({ offset, message }), { maxLength: 8 }), fc.integer({ min: 0, max: 9 }))
  .map(([events, shuffle]) => {
    const made = events.map((event) => ({ timestamp: NOW + event.offset, message: event.message }));
    return shuffle === 0 ? made : made.sort((a, b) => a.timestamp - b.timestamp);
  });

describe("acceptLogEvents", () => {
  test("agrees with the rules applied event by event", () => {
    fc.assert(
      fc.property(
        batch,
        fc.option(fc.constantFrom(1, 3, 7, 30), { nil: undefined }),
        (events, retentionDays) => {
          let actual: unknown;
          try {
            actual = acceptLogEvents(events, { now: NOW, retentionDays });
          } catch (error) {
            expect(error).toBeInstanceOf(CloudWatchLogsError);
            actual = "error";
          }
          expect(actual).toEqual(expected(events, retentionDays));
        },
      ),
      { numRuns: 2000 },
    );
  });

  test("reports an old prefix, an expired middle and a new end at once", () => {
    const events = [-15 * DAY, -5 * DAY, -HOUR, 3 * HOUR].map((at) => ({
      timestamp: NOW + at,
      message: "m",
    }));

    const { accepted, rejectedLogEventsInfo } = acceptLogEvents(events, { now: NOW, retentionDays: 3 });

    expect(accepted).toEqual([events[2]]);
    expect(rejectedLogEventsInfo).toEqual({
      tooOldLogEventEndIndex: 1,
      expiredLogEventEndIndex: 2,
      tooNewLogEventStartIndex: 3,
    });
  });

  test("counts the batch in UTF-8 plus 26 bytes an event", () => {
    const full = [{ timestamp: NOW, message: "é".repeat((1_048_576 - 26) / 2) }];

    expect(acceptLogEvents(full, { now: NOW }).accepted).toHaveLength(1);
    expect(() => acceptLogEvents([...full, { timestamp: NOW, message: "a" }], { now: NOW })).toThrow(
      "Upload too large: 1048603 bytes exceeds limit of 1048576",
    );
  });

  test("names the member that is at fault", () => {
    const events = [
      { timestamp: NOW, message: "m" },
      { timestamp: NOW, message: "" },
    ];

    expect(() => acceptLogEvents(events, { now: NOW })).toThrow(
      "1 validation error detected: Value '' at 'logEvents.2.member.message' failed to satisfy constraint: Member must have length greater than or equal to 1",
    );
  });
});

test("utf8Length agrees with the encoder", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: "binary" }),
      fc.array(fc.integer({ min: 0, max: 0xffff })),
      (text, units) => {
        const withLoneSurrogates = text + String.fromCharCode(...units);
        expect(utf8Length(withLoneSurrogates)).toBe(new TextEncoder().encode(withLoneSurrogates).length);
      },
    ),
    { numRuns: 2000 },
  );
});
