import fc from "fast-check";
import { expect, it } from "vitest";
import { batchLength, inChronologicalOrder } from "../../lib/delivery/batcher.ts";
import { splitText } from "../../lib/delivery/text-parts.ts";
import { brokenRule } from "./servers/log-events-server.ts";

const LIMITS = {
  maximumBytes: 1_048_576,
  maximumItems: 10_000,
  overheadBytes: 26,
  maximumItemBytes: 1_048_576,
  maximumSpanMs: 86_400_000,
};

const text = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.string({ unit: "grapheme", minLength: 1 }).map((given) => given.toWellFormed()),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom("a", "é", "€", "😀"), fc.integer({ min: 100_000, max: 262_000 }))
      .map(([unit, count]) => unit.repeat(count)),
  },
);
const time = fc.oneof(fc.constant(5), fc.integer({ min: 0, max: 200_000_000 }), fc.constant(86_400_005));

it("cuts any sequence into requests that the service accepts, whole and in a stable order", () => {
  fc.assert(
    fc.property(fc.array(fc.record({ timestamp: time, message: text }), { maxLength: 12 }), (events) => {
      const items = events.map((event, index) => ({
        ...event,
        index,
        bytes: Buffer.byteLength(event.message),
      }));
      let start = 0;
      while (start < items.length) {
        const length = batchLength(items, start, LIMITS, ({ bytes }) => bytes);
        const given = items.slice(start, start + length);
        const batch = inChronologicalOrder(given);
        expect(brokenRule(batch)).toBeUndefined();
        expect(batch).toEqual(
          given.toSorted((left, right) => left.timestamp - right.timestamp || left.index - right.index),
        );
        if (start + length < items.length) {
          const longer = items.slice(start, start + length + 1);
          expect(
            brokenRule(longer.toSorted((left, right) => left.timestamp - right.timestamp)),
          ).toBeDefined();
        }
        start += length;
      }
      expect(start).toBe(items.length);
    }),
    // What random texts find of a broken rule, they find in the first two thousand.
    { numRuns: 3_000 },
  );
}, 120_000);

it.each([
  ["takes two events that fill a request to its last byte", 0, 2],
  ["leaves the second when it is one byte too long", 1, 1],
])("%s", (_what, more, length) => {
  const room = LIMITS.maximumBytes - 2 * LIMITS.overheadBytes;
  const items = [room - 700_000, 700_000 + more].map((count) => ({
    timestamp: 1,
    message: "a".repeat(count),
  }));

  const taken = batchLength(items, 0, LIMITS, ({ message }) => message.length);

  expect(taken).toBe(length);
  expect(brokenRule(items) === undefined).toBe(length === 2);
});

it("never takes more than the count of events", () => {
  const items = Array.from({ length: 10_001 }, () => ({ timestamp: 1, bytes: 1 }));

  expect([
    batchLength(items, 0, LIMITS, ({ bytes }) => bytes),
    batchLength(items, 10_000, LIMITS, ({ bytes }) => bytes),
  ]).toEqual([10_000, 1]);
});

it("splits text at characters, into pieces within the limit that make the whole", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), fc.integer({ min: 4, max: 40 }), (given, limit) => {
      const whole = given.toWellFormed();
      const pieces = splitText(whole, limit);
      expect(pieces.join("")).toBe(whole);
      for (const piece of pieces) {
        expect(piece.isWellFormed()).toBe(true);
        expect(Buffer.byteLength(piece)).toBeLessThanOrEqual(limit);
      }
    }),
    { numRuns: 10_000 },
  );
});
