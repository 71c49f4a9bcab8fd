import { protos } from "@google-cloud/logging";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { LogEntry } from "../../../lib/semantics/cloud-logging/log-entry.ts";
import { SEVERITIES } from "../../../lib/semantics/cloud-logging/severity.ts";
import { messageFromJson } from "../../../local/protocols/google/message-codec.ts";
import { entryBytes } from "../../../local/services/cloud-logging/entries/entry-bytes.ts";
import { LOGGING_TYPES } from "../../../local/services/cloud-logging/types.ts";

const text = fc.string({ unit: "binary", maxLength: 200 });
const labels = fc.dictionary(text, text, { maxKeys: 4 });
const { tree } = fc.letrec((tie) => ({
  tree: fc.oneof(
    { depthSize: "small" },
    text,
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie("tree"), { maxLength: 3 }),
    fc.dictionary(text, tie("tree"), { maxKeys: 3 }),
  ),
}));
const size = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String);
const time = fc
  .date({ min: new Date(0), max: new Date("9999-12-31T00:00:00Z"), noInvalidDate: true })
  .map((date) => date.toISOString());
const optional = <Model extends object>(model: { [Name in keyof Model]: fc.Arbitrary<Model[Name]> }) =>
  fc.record(model, { requiredKeys: [] });

const entries = fc
  .tuple(
    optional({
      logName: text,
      resource: fc.record({ type: text, labels }),
      timestamp: time,
      receiveTimestamp: time,
      severity: fc.constantFrom(...(Object.keys(SEVERITIES) as (keyof typeof SEVERITIES)[])),
      insertId: text,
      httpRequest: optional({
        requestMethod: text,
        requestUrl: text,
        status: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
        responseSize: size,
        latency: fc.constantFrom("0s", "1.500s", "0.000000001s", "-1.250s"),
        cacheHit: fc.boolean(),
        protocol: text,
      }),
      labels,
      operation: optional({ id: text, producer: text, first: fc.boolean(), last: fc.boolean() }),
      trace: text,
      spanId: text,
      traceSampled: fc.boolean(),
      sourceLocation: optional({ file: text, line: size, function: text }),
      split: optional({ uid: text, index: fc.nat(), totalSplits: fc.nat() }),
    }),
    fc.oneof(
      fc.record({ textPayload: text }),
      fc.record({ jsonPayload: fc.dictionary(text, tree, { maxKeys: 4 }) }),
      fc.record({
        protoPayload: fc.record({
          "@type": text.filter((type) => type !== ""),
          value: fc
            .uint8Array({ minLength: 1, maxLength: 300 })
            .map((bytes) => Buffer.from(bytes).toString("base64")),
        }),
      }),
    ),
  )
  .map(([entry, payload]) => ({ ...entry, ...payload }) as LogEntry);

/** What Google's own code makes of an entry. Defaults are left out, as every encoder of proto3 does. */
function encodedBytes(entry: LogEntry): number {
  const { LogEntry: Message } = protos.google.logging.v2;
  const message = messageFromJson(
    LOGGING_TYPES.message("google.logging.v2.LogEntry"),
    entry,
    () => undefined,
  );
  return Message.encode(Message.fromObject(withoutDefaults(message) as object)).finish().length;
}

const MAPS = new Set(["labels", "fields"]);

function withoutDefaults(value: unknown): unknown {
  if (typeof value !== "object" || value === null || value instanceof Uint8Array) return value;
  if (Array.isArray(value)) return value.map(withoutDefaults);
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name, member]) => isValue(value) || isKept(name, member))
      .map(([name, member]) => [name, MAPS.has(name) ? mapOf(member) : withoutDefaults(member)]),
  );
}

/** The members of `google.protobuf.Value` are written whatever they hold. */
function isValue(value: object): boolean {
  return Object.keys(value).some((name) => /^(?:string|number|bool|null|struct|list)Value$/.test(name));
}

function isKept(name: string, member: unknown): boolean {
  if (name === "textPayload") return true;
  if (name === "severity") return member !== "DEFAULT";
  return (
    member !== "" && member !== false && member !== 0 && member !== "0" && (member as object) !== undefined
  );
}

function mapOf(member: unknown): unknown {
  return Object.fromEntries(
    Object.entries(member as object).map(([key, value]) => [key, withoutDefaults(value)]),
  );
}

describe("entryBytes", () => {
  it("is what the entry takes as a protocol buffer", () => {
    fc.assert(
      fc.property(entries, (entry) => {
        // Texts with lone surrogates have no UTF-8; encoders differ in what they put instead.
        fc.pre(JSON.stringify(entry).isWellFormed() && !JSON.stringify(entry).includes("\\ud"));
        expect(entryBytes(entry)).toBe(encodedBytes(entry));
      }),
      { numRuns: 500 },
    );
  });
});
