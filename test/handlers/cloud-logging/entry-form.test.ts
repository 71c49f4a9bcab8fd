import fc from "fast-check";
import { expect, it } from "vitest";
import { ByteOutput } from "../../../lib/delivery/written/byte-output.ts";
import { EntryForm } from "../../../lib/handlers/cloud-logging/entry-form.ts";
import { entryJson } from "../../../lib/handlers/cloud-logging/entry-json.ts";
import { partSpecial } from "../../../lib/handlers/cloud-logging/special-members.ts";
import { RecordIds } from "../../../lib/handlers/record-ids.ts";
import { jsonFormatter } from "../../../lib/logger/json-formatter.ts";
import type { LogRecord } from "../../../lib/logger/record.ts";
import { record } from "../any-record.ts";

const ROOM = 600_000;
const OPTIONS = { projectId: "p", errorReporting: true, isOwnFormat: true };
const special = fc.constantFrom<Record<string, unknown>>(
  {},
  {},
  { httpRequest: { requestMethod: "GET", status: 200 } },
  { labels: { a: 1 } },
  { traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01" },
  { "logging.googleapis.com/insertId": "mine" },
  { deep: JSON.parse("[".repeat(40) + "]".repeat(40)) },
  { large: "x".repeat(260_000) },
);

it("writes the entry that would be made as a text, or leaves it to that", () => {
  const form = new EntryForm(new RecordIds(), "p");
  let taken = 0;

  fc.assert(
    fc.property(record, special, (given, more) => {
      const whole: LogRecord = {
        ...given,
        timestamp: 1_700_000_000_123,
        fields: { ...given.fields, ...more },
      };
      const output = new ByteOutput(Buffer.alloc(ROOM), 0);

      const bytes = form.writeRecord(output, whole.timestamp, whole);

      if (bytes < 0) return;
      taken += 1;
      const written = output.bytes.subarray(0, output.at);
      const text = form.readText(written);
      const { insertId } = JSON.parse(text) as { insertId: string };
      const parted = partSpecial(whole);
      expect(text).toBe(entryJson(parted, jsonFormatter(parted.record), whole.timestamp, insertId, OPTIONS));
      expect(bytes).toBe(Buffer.byteLength(text));
      expect(written[0]).toBe(0x2c);
    }),
    { numRuns: 500 },
  );
  expect(taken).toBeGreaterThan(50);
});

it("gives ids that differ and sort as they were made", () => {
  const ids = new RecordIds();

  const made = Array.from({ length: 3_000 }, () => ids.next());

  expect(new Set(made).size).toBe(3_000);
  expect(made.toSorted()).toEqual(made);
  expect(made[0]).toMatch(/^[\w-]{20}$/);
});
