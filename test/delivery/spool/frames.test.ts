import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decodeFrames, encodeFrame, type SpooledRecord } from "../../../lib/delivery/spool/frames.ts";

const record = fc.record({
  lane: fc.string(),
  timestamp: fc.nat(),
  level: fc.nat(60),
  text: fc.string({ unit: "grapheme" }),
  id: fc.option(fc.string(), { nil: undefined }),
  counts: fc.boolean(),
}) as fc.Arbitrary<SpooledRecord>;

const placed = (records: readonly SpooledRecord[]) => records.map((each, index) => ({ record: each, index }));

describe("segments", () => {
  test("give back what was written", () => {
    fc.assert(
      fc.property(fc.array(record, { maxLength: 20 }), (records) => {
        expect(decodeFrames(Buffer.concat(records.map(encodeFrame)))).toEqual({
          records: placed(records),
          damaged: 0,
        });
      }),
    );
  });

  test("that are torn anywhere give back the whole records before the tear, and call nothing damaged", () => {
    fc.assert(
      fc.property(fc.array(record, { minLength: 1, maxLength: 10 }), fc.nat(), (records, cut) => {
        const frames = records.map(encodeFrame);
        const bytes = Buffer.concat(frames);
        const torn = bytes.subarray(0, cut % bytes.length);
        let whole = 0;
        for (let end = 0; whole < frames.length && end + frames[whole]!.length <= torn.length; whole++)
          end += frames[whole]!.length;

        expect(decodeFrames(torn)).toEqual({ records: placed(records.slice(0, whole)), damaged: 0 });
      }),
    );
  });

  test("with a flipped bit give back all other records, in their places, and count the damaged one", () => {
    fc.assert(
      fc.property(
        fc.array(record, { minLength: 1, maxLength: 8 }),
        fc.nat(),
        fc.nat(7),
        (records, at, bit) => {
          const frames = records.map(encodeFrame);
          const bytes = Buffer.concat(frames);
          const place = at % bytes.length;
          bytes[place]! ^= 1 << bit;
          let hit = 0;
          for (let end = frames[0]!.length; end <= place; end += frames[++hit]!.length);

          expect(decodeFrames(bytes)).toEqual({
            records: placed(records).filter(({ index }) => index !== hit),
            damaged: 1,
          });
        },
      ),
      { numRuns: 1_000 },
    );
  });

  test("that are damaged anywhere never give back a record that was not written, and never call more gone than were", () => {
    fc.assert(
      fc.property(
        fc.array(record, { minLength: 1, maxLength: 8 }),
        fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 20 }),
        (records, changes) => {
          const bytes = Buffer.concat(records.map(encodeFrame));
          for (const [at, byte] of changes) bytes[at % bytes.length] = byte;

          const read = decodeFrames(bytes);

          for (const { record: each, index } of read.records) expect(each).toEqual(records[index]);
          expect(read.records.length + read.damaged).toBeLessThanOrEqual(records.length);
        },
      ),
      { numRuns: 1_000 },
    );
  });

  test("of any bytes are read without failing", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(decodeFrames(Buffer.from(bytes)).records).toEqual([]);
      }),
      { numRuns: 1_000 },
    );
  });
});
