import { createRequire } from "node:module";
import { fromJSON, type MessageTypeDefinition } from "@grpc/proto-loader";
import fc from "fast-check";
import { expect, it } from "vitest";
import { partialErrorsOf } from "../../../lib/handlers/cloud-logging/partial-errors.ts";
import { protoRequest } from "../../../lib/handlers/cloud-logging/proto-entry.ts";

const client = createRequire(createRequire(import.meta.url).resolve("@google-cloud/logging"));
const definitions = fromJSON(
  client("@google-cloud/logging-api/build/protos/protos.json") as Parameters<typeof fromJSON>[0],
  { enums: String, longs: String },
);
const message = (name: string) =>
  definitions[name] as unknown as MessageTypeDefinition<object, Record<string, unknown>>;
const request = message("google.logging.v2.WriteLogEntriesRequest");

type Value = Record<string, unknown>;
function plain(value: Value): unknown {
  if ("structValue" in value) return struct(value["structValue"] as Value);
  if ("listValue" in value) return ((value["listValue"] as { values?: Value[] }).values ?? []).map(plain);
  if ("nullValue" in value) return null;
  return value["stringValue"] ?? value["numberValue"] ?? value["boolValue"];
}
function struct({ fields = {} }: { fields?: Record<string, Value> }): unknown {
  return Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, plain(value)]));
}

const text = fc.oneof(
  fc.string({ unit: "grapheme" }),
  fc.string({ maxLength: 300 }),
  fc
    .tuple(fc.constantFrom("a", "é", "😀"), fc.integer({ min: 120, max: 20_000 }))
    .map(([unit, n]) => unit.repeat(n)),
);
const json = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    text,
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie("value"), { maxLength: 4 }),
    tie("object"),
  ),
  object: fc.dictionary(fc.string({ unit: "grapheme" }), tie("value"), { maxKeys: 5 }),
}));

it("writes requests that Google's own definitions read back", () => {
  fc.assert(
    fc.property(
      fc.array(json["object"]!, { minLength: 1, maxLength: 4 }),
      fc.dictionary(
        fc.string().filter((key) => key !== "__proto__"),
        text,
        { minKeys: 1, maxKeys: 3 },
      ),
      fc.integer({ min: 0, max: 253_402_300_799_000 }),
      (payloads, labels, time) => {
        const entries = payloads.map((jsonPayload, index) => {
          const timestamp = new Date(time + index).toISOString();
          return JSON.stringify({
            insertId: `id${index}`,
            timestamp,
            severity: "ERROR",
            labels,
            jsonPayload,
          });
        });
        const common = {
          logName: "projects/p/logs/l",
          resource: { type: "global", labels: { project_id: "p" } },
          labels,
        };

        const read = request.deserialize(protoRequest(entries, common)) as {
          entries: { jsonPayload: Value; timestamp: { seconds: string; nanos: number }; labels: object }[];
        };

        expect(read).toMatchObject({ ...common, partialSuccess: true });
        for (const [index, entry] of read.entries.entries()) {
          expect(entry).toMatchObject({ insertId: `id${index}`, severity: "ERROR", labels });
          expect(struct(entry.jsonPayload)).toEqual(JSON.parse(JSON.stringify(payloads[index])));
          const { seconds, nanos } = entry.timestamp;
          expect(Number(seconds) * 1_000 + nanos / 1e6).toBe(
            Date.parse(JSON.parse(entries[index]!).timestamp),
          );
        }
      },
    ),
    { numRuns: 1_000 },
  );
}, 60_000);

it("reads the errors of single entries out of a status", () => {
  fc.assert(
    fc.property(fc.dictionary(fc.nat(10_000).map(String), fc.integer({ min: 1, max: 16 })), (codes) => {
      const logEntryErrors = Object.fromEntries(
        Object.entries(codes).map(([index, code]) => [index, { code, message: "é".repeat(code) }]),
      );
      const value = message("google.logging.v2.WriteLogEntriesPartialErrors").serialize({ logEntryErrors });
      const type = "type.googleapis.com/google.logging.v2.WriteLogEntriesPartialErrors";
      const details = [{ type_url: type, typeUrl: type, value }];
      const status = message("google.rpc.Status").serialize({ code: 3, message: "m", details }) as Buffer;

      expect([...partialErrorsOf(status)!.keys()].toSorted((a, b) => a - b)).toEqual(
        Object.keys(codes)
          .map(Number)
          .toSorted((a, b) => a - b),
      );
    }),
  );
});

it("reads any bytes without failing", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
      partialErrorsOf(Buffer.from(bytes));
    }),
    { numRuns: 5_000 },
  );
});
