import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ByteOutput } from "../../lib/delivery/written/byte-output.ts";
import { EventForm } from "../../lib/handlers/cloudwatch/event-form.ts";
import { LineWriter } from "../../lib/handlers/line-writer.ts";
import { jsonFormatter } from "../../lib/logger/json-formatter.ts";
import { record, text } from "./any-record.ts";

const written = (output: ByteOutput, from: number): Buffer => output.bytes.subarray(from, output.at);
const ROOM = 100_000;

describe("LineWriter", () => {
  it.each([false, true])(
    "writes what the formatter writes, or leaves it to that (escaped: %s)",
    (isEscaped) => {
      // Records after each other, because much is remembered from the ones before.
      const writer = new LineWriter(isEscaped);
      let taken = 0;

      fc.assert(
        fc.property(record, (given) => {
          const output = new ByteOutput(Buffer.alloc(ROOM), 3);
          const line = jsonFormatter(given);

          const bytes = writer.write(output, given);

          if (bytes < 0) return;
          taken += 1;
          const [whole] = isEscaped
            ? [JSON.parse(`"${written(output, 3).toString()}"`) as string]
            : [written(output, 3).toString()];
          expect(whole).toBe(line);
          expect(bytes).toBe(Buffer.byteLength(line));
        }),
        { numRuns: 5_000 },
      );
      expect(taken).toBeGreaterThan(500);
    },
  );

  it("tells how much room it needs where there is too little", () => {
    const form = new EventForm();

    fc.assert(
      fc.property(record, fc.nat(300), (given, room) => {
        const wide = new ByteOutput(Buffer.alloc(ROOM), 0);
        const narrow = new ByteOutput(Buffer.alloc(room), 0);

        const bytes = form.writeRecord(wide, 1, given);
        const again = form.writeRecord(narrow, 1, given);

        expect(again).toBe(bytes);
        expect(narrow.at).toBe(wide.at);
        expect(narrow.isOver).toBe(wide.at > room);
      }),
    );
  });
});

describe("the form of events", () => {
  it("is JSON that gives back time and text, whatever the text", () => {
    const form = new EventForm();

    fc.assert(
      fc.property(text, fc.oneof(fc.nat(5_000), fc.nat(8.64e15)), (given, timestamp) => {
        const output = new ByteOutput(Buffer.alloc(ROOM), 0);

        const bytes = form.writeText(output, timestamp, given);

        const event = written(output, 0);
        const wellFormed = given.toWellFormed();
        expect(JSON.parse(event.toString().slice(1))).toEqual({ timestamp, message: wellFormed });
        expect(form.readText(event)).toBe(wellFormed);
        expect(bytes).toBe(Buffer.byteLength(wellFormed));
      }),
      { numRuns: 2_000 },
    );
  });
});
