import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decodeFrames, encodeFrame, type SpooledRecord } from "../../../lib/delivery/spool/segment.ts";

const record = fc.record({
  lane: fc.string(),
  timestamp: fc.nat(),
  level: fc.nat(60),
  text: fc.string({ unit: "grapheme" }),
  id: fc.option(fc.string(), { nil: undefined }),
  counts: fc.boolean(),
}) as fc.Arbitrary<SpooledRecord>;

describe("segments", () => {
  test("give back what was written", () => {
    fc.assert(
      fc.property(fc.array(record, { maxLength: 20 }), (records) => {
        expect(decodeFrames(Buffer.concat(records.map(encodeFrame)))).toEqual(records);
      }),
    );
  });

  test("that are torn anywhere give back the whole records before the tear", () => {
    fc.assert(
      fc.property(fc.array(record, { minLength: 1, maxLength: 10 }), fc.nat(), (records, cut) => {
        const frames = records.map(encodeFrame);
        const bytes = Buffer.concat(frames);
        const torn = bytes.subarray(0, cut % bytes.length);
        let whole = 0;
        for (let end = 0; whole < frames.length && end + frames[whole]!.length <= torn.length; whole++)
          end += frames[whole]!.length;

        expect(decodeFrames(torn)).toEqual(records.slice(0, whole));
      }),
    );
  });

  test("with a flipped bit never give back a record that was not written", () => {
    fc.assert(
      fc.property(
        fc.array(record, { minLength: 1, maxLength: 5 }),
        fc.nat(),
        fc.nat(7),
        (records, at, bit) => {
          const bytes = Buffer.concat(records.map(encodeFrame));
          bytes[at % bytes.length]! ^= 1 << bit;

          const read = decodeFrames(bytes);

          expect(read).toEqual(records.slice(0, read.length));
          expect(read.length).toBeLessThan(records.length);
        },
      ),
    );
  });

  test("of any bytes are read without failing", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(Array.isArray(decodeFrames(Buffer.from(bytes)))).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });
});
