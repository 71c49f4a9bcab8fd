import fc from "fast-check";
import { expect, it } from "vitest";
import { inForm, readable } from "../../../lib/handlers/otlp/convert-text.ts";
import { JSON_FORM } from "../../../lib/handlers/otlp/json-form.ts";
import { fieldsOf } from "../../../lib/handlers/otlp/proto-fields.ts";
import { PROTO_FORM } from "../../../lib/handlers/otlp/proto-form.ts";
import { RecordWriter } from "../../../lib/handlers/otlp/record-writer.ts";
import type { LogRecord } from "../../../lib/logger/record.ts";
import { decodeRequest, type OtlpRecord, type OtlpRequest } from "./messages.ts";

const text = fc.oneof(
  fc.string({ unit: "grapheme" }),
  fc.string({ unit: "binary" }),
  fc.nat(40_000).map((length) => "é".repeat(length)),
);
const value = fc.letrec((tie) => ({
  any: fc.oneof(
    { depthSize: "small" },
    text,
    fc.double(),
    fc.maxSafeInteger(),
    fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie("any"), { maxLength: 3 }),
    fc.dictionary(fc.string({ maxLength: 6 }), tie("any"), { maxKeys: 3, noNullPrototype: true }),
  ),
})).any;
const hexadecimal = (length: number) =>
  fc.stringMatching(new RegExp(`^[0-9a-f]{${length}}$`)).filter((digits) => /[^0]/.test(digits));
const record: fc.Arbitrary<LogRecord> = fc.record({
  timestamp: fc.integer({ min: 0, max: 18_446_744_073_709 }),
  level: fc.integer({ min: 1, max: 100 }),
  logger: text,
  message: text,
  service: fc.constant(undefined),
  context: fc.option(
    fc.record({
      trace_id: hexadecimal(32),
      span_id: hexadecimal(16),
      trace_flags: fc.constantFrom("00", "01"),
    }),
    { nil: undefined },
  ),
  fields: fc.option(
    fc.dictionary(
      fc.string({ minLength: 1 }).filter((key) => !/^(?:trace_id|span_id|trace_flags|error)$/.test(key)),
      value,
      { noNullPrototype: true },
    ),
    { nil: undefined },
  ),
  error: fc.constantFrom(undefined, new TypeError("broken")),
});

const written = (form: typeof JSON_FORM, given: LogRecord): string =>
  new RecordWriter(form, 10_000_000).write(given, given.message, given.timestamp, undefined);
const requestOf = (form: typeof JSON_FORM, texts: readonly string[]): Buffer =>
  form.request(
    form.resource([]),
    texts.map((text) => ({ text, bytes: Buffer.byteLength(text) })),
  );
const withoutObserved = (request: string): unknown =>
  JSON.parse(request.replaceAll(/"observedTimeUnixNano":"\d+"/g, '"observedTimeUnixNano":"0"'));

it("a record in one form becomes the same as in the other", () => {
  fc.assert(
    fc.property(record, (given) => {
      const json = written(JSON_FORM, given);
      const proto = written(PROTO_FORM, given);
      expect(withoutObserved(readable(proto))).toEqual(withoutObserved(json));
      const there = requestOf(PROTO_FORM, [inForm(PROTO_FORM, json)]);
      const direct = requestOf(PROTO_FORM, [proto]);
      const [one, other] = [there, direct].map((bytes) =>
        withoutObserved(JSON.stringify(decodeRequest(bytes))),
      );
      expect(one).toEqual(other);
    }),
    { numRuns: 200 },
  );
});

it("both forms say the same to a decoder that is not ours", () => {
  fc.assert(
    fc.property(record, (given) => {
      const json = requestOf(JSON_FORM, [written(JSON_FORM, given)]).toString();
      const proto = decodeRequest(requestOf(PROTO_FORM, [written(PROTO_FORM, given)]));
      const first = ({ resourceLogs }: OtlpRequest): OtlpRecord =>
        resourceLogs[0]!.scopeLogs[0]!.logRecords[0]!;
      const ours = first(JSON.parse(json) as OtlpRequest);
      const theirs = first(proto);
      expect(theirs.timeUnixNano).toBe(ours.timeUnixNano);
      expect(theirs.severityNumber).toBe(ours.severityNumber);
      expect(theirs.severityText).toBe(ours.severityText);
      expect(theirs.traceId).toBe(ours.traceId);
      expect(theirs.body.stringValue ?? "").toBe(ours.body.stringValue);
      expect((theirs.attributes ?? []).map(({ key }) => key)).toEqual(
        (ours.attributes ?? []).map(({ key }) => key),
      );
    }),
    { numRuns: 200 },
  );
});

it("records of any scopes come together in one request, each scope once and in order", () => {
  const scoped = fc.tuple(fc.constantFrom("", "a", "é".repeat(70), '","logRecords":["'), record);
  fc.assert(
    fc.property(fc.array(scoped, { minLength: 1, maxLength: 20 }), (given) => {
      const records = given.map(([logger, one], index) => ({ ...one, logger, timestamp: index }));
      const json = JSON.parse(
        requestOf(
          JSON_FORM,
          records.map((one) => written(JSON_FORM, one)),
        ).toString(),
      ) as OtlpRequest;
      const proto = decodeRequest(
        requestOf(
          PROTO_FORM,
          records.map((one) => written(PROTO_FORM, one)),
        ),
      );
      for (const { resourceLogs } of [json, proto]) {
        const scopes = resourceLogs[0]!.scopeLogs;
        expect(scopes.map(({ scope }) => scope.name ?? "")).toEqual([
          ...new Set(records.map(({ logger }) => logger)),
        ]);
        for (const { scope, logRecords } of scopes)
          expect(logRecords.map(({ timeUnixNano }) => Number(timeUnixNano) / 1e6)).toEqual(
            records.filter(({ logger }) => logger === (scope.name ?? "")).map(({ timestamp }) => timestamp),
          );
      }
    }),
    { numRuns: 100 },
  );
});

it("bytes that are no message end in an error, not in a loop", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      try {
        for (const [field] of fieldsOf(Buffer.from(bytes))) expect(field).toBeGreaterThan(0);
      } catch (error) {
        expect(error).toBeInstanceOf(RangeError);
      }
    }),
    { numRuns: 500 },
  );
});
