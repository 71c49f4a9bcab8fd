import { deflateSync, gunzipSync, gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeSubscription } from "../../../lib/semantics/subscription/decode.ts";
import { encodeSubscription, encodeSubscriptionBytes } from "../../../lib/semantics/subscription/encode.ts";
import {
  MalformedSubscriptionError,
  SubscriptionTooLargeError,
} from "../../../lib/semantics/subscription/errors.ts";
import { eventId, eventIdTimestamp } from "../../../lib/semantics/subscription/event-id.ts";
import { scanSubscription } from "../../../lib/semantics/subscription/scan.ts";

const readers = { decodeSubscription, scanSubscription };

const timestamps = fc.integer({ min: 1, max: 4_000_000_000_000 });
const inputs = fc.record({
  owner: fc.string(),
  logGroup: fc.string({ unit: "binary" }),
  logStream: fc.string(),
  subscriptionFilters: fc.array(fc.string(), { maxLength: 2 }),
  logEvents: fc.array(
    fc.record(
      {
        timestamp: timestamps,
        message: fc.oneof(fc.string({ unit: "grapheme" }), fc.string(), fc.json(), fc.constant('\\"\\\\"\n')),
        extractedFields: fc.dictionary(fc.string(), fc.string()),
      },
      { requiredKeys: ["timestamp", "message"] },
    ),
  ),
});

function document(logEvents: unknown, rest: object = {}): Buffer {
  return gzipSync(JSON.stringify({ messageType: "DATA_MESSAGE", ...rest, logEvents }));
}

describe("encodeSubscription", () => {
  it("is undone by decodeSubscription and scanSubscription", () => {
    fc.assert(
      fc.property(inputs, (input) => {
        const decoded = decodeSubscription(encodeSubscription(input));
        const scanned = scanSubscription(encodeSubscriptionBytes(input));

        expect(decoded).toMatchObject(JSON.parse(JSON.stringify(input)));
        expect(decoded.messageType).toBe("DATA_MESSAGE");
        expect(scanned.logEvents.map((event) => event.message)).toEqual(
          input.logEvents.map(({ message }) => message),
        );
        expect(scanned.logEvents.map((event) => JSON.parse(event.rawMessage))).toEqual(
          input.logEvents.map(({ message }) => message),
        );
        expect(scanned.logEvents.map((event) => event.id)).toEqual(decoded.logEvents.map(({ id }) => id));
      }),
    );
  });

  it("writes JSON without blanks or a line break at its end", () => {
    const bytes = encodeSubscriptionBytes({
      owner: "123456789012",
      logGroup: "g",
      logStream: "s",
      subscriptionFilters: ["f"],
      logEvents: [{ id: "7", timestamp: 1, message: "m", extractedFields: { ip: "::1" } }],
    });

    expect(gunzipSync(bytes).toString()).toBe(
      '{"messageType":"DATA_MESSAGE","owner":"123456789012","logGroup":"g","logStream":"s",' +
        '"subscriptionFilters":["f"],' +
        '"logEvents":[{"id":"7","timestamp":1,"message":"m","extractedFields":{"ip":"::1"}}]}',
    );
  });
});

describe("eventId", () => {
  it("sorts by time, then by batch, then by index", () => {
    const parts = fc.tuple(timestamps, fc.bigInt({ min: 0n, max: (1n << 128n) - 1n }), fc.nat(0xffff));
    fc.assert(
      fc.property(parts, parts, (a, b) => {
        const order = BigInt(eventId(...a)) - BigInt(eventId(...b));
        const expected =
          [0, 1, 2].map((at) => BigInt(a[at]!) - BigInt(b[at]!)).find((gap) => gap !== 0n) ?? 0n;
        expect(Math.sign(Number(order))).toBe(Math.sign(Number(expected)));
      }),
    );
  });

  it("has 56 digits and holds the timestamp", () => {
    const id = eventId(1_729_520_895_158, 0xdeadbeefn, 3);

    expect(id).toHaveLength(56);
    expect(eventIdTimestamp(id)).toBe(1_729_520_895_158);
    expect(eventIdTimestamp("eventId1")).toBeUndefined();
  });
});

for (const [name, read] of Object.entries(readers)) {
  describe(name, () => {
    it("reads gzip, zlib and plain JSON, as base64 and as bytes", () => {
      const json = '{"messageType":"DATA_MESSAGE","logEvents":[{"id":"1","timestamp":1,"message":"a\\nä"}]}';
      const forms = [gzipSync(json), deflateSync(json), Buffer.from(json)];

      const messages = forms.flatMap((bytes) =>
        [bytes, bytes.toString("base64"), new Uint8Array(bytes)].map(
          (data) => read(data).logEvents[0]!.message,
        ),
      );

      expect(messages).toEqual(Array(9).fill("a\nä"));
    });

    it("stops a zip bomb at the limit", () => {
      const bomb = document([{ message: "a".repeat(20_000_000) }]);

      expect(bomb.length).toBeLessThan(30_000);
      expect(() => read(bomb, { maxBytes: 1_000_000 })).toThrow(SubscriptionTooLargeError);
      expect(() => read(Buffer.from("[1234567]"), { maxBytes: 3 })).toThrow(SubscriptionTooLargeError);
    });

    it("does not believe the size in the trailer", () => {
      for (const size of [0, 1, 0xffffffff]) {
        const lying = document([{ id: "1", timestamp: 1, message: "m".repeat(100_000) }]);
        lying.writeUInt32LE(size, lying.length - 4);

        expect(() => read(lying)).toThrow(MalformedSubscriptionError);
      }
    });

    it("reads payloads of several gzip members", () => {
      const [head, tail] = ['{"messageType":"DATA_MESSAGE","logEvents":[', '{"message":"two"}]}'];

      const { logEvents } = read(Buffer.concat([gzipSync(head!), gzipSync(tail!)]));

      expect(logEvents[0]!.message).toBe("two");
    });

    it.each([
      ["nothing", ""],
      ["no base64", "%%%"],
      ["text", Buffer.from("hello")],
      [
        "a cut payload",
        encodeSubscriptionBytes({ owner: "", logGroup: "", logStream: "", logEvents: [] }).subarray(0, -9),
      ],
      ["JSON of another shape", gzipSync("[]")],
      ["null", gzipSync("null")],
      ["no events", gzipSync('{"messageType":"DATA_MESSAGE"}')],
      ["events that are no array", document({})],
      ["an event that is no object", document([1])],
      ["an event without a message", document([{ id: "1", timestamp: 1 }])],
      ["an event whose message is no text", document([{ id: "1", timestamp: 1, message: 5 }])],
      ["JSON that goes on", gzipSync('{"messageType":"DATA_MESSAGE","logEvents":[]} x')],
      ["a number", 5 as unknown as string],
    ])("refuses %s", (_, data) => {
      expect(() => read(data)).toThrow(MalformedSubscriptionError);
    });

    it("works or throws one of its errors, whatever the bytes", () => {
      const valid = encodeSubscriptionBytes({
        owner: "1",
        logGroup: "g",
        logStream: "s",
        logEvents: [{ timestamp: 1, message: 'a "quoted" \\ text' }],
      });
      const json = gunzipSync(valid).toString();
      const mutated = fc
        .tuple(fc.nat(json.length), fc.nat(3), fc.string({ maxLength: 3 }))
        .map(([at, cut, text]) => Buffer.from(json.slice(0, at) + text + json.slice(at + cut)));
      const flipped = fc
        .tuple(fc.nat(valid.length - 1), fc.nat(255))
        .map(([at, byte]) => valid.with(at, byte));
      fc.assert(
        fc.property(
          fc.oneof(mutated, flipped, fc.string(), fc.uint8Array(), fc.json().map(Buffer.from)),
          (data) => {
            try {
              for (const event of read(data).logEvents) void event.message;
            } catch (error) {
              if (
                !(error instanceof MalformedSubscriptionError || error instanceof SubscriptionTooLargeError)
              )
                throw error;
            }
          },
        ),
        { numRuns: 5_000 },
      );
    });
  });
}

describe("scanSubscription", () => {
  it("keeps messages and extracted fields as they stand", () => {
    const json =
      '{ "logEvents" : [ { "message" : "a\\u0041\\\\" , "timestamp":2, "id":"9", "more":[{"x":[1,"]"]},null],' +
      ' "extractedFields" : {"a":"1"} } ], "policyLevel":"ACCOUNT_LEVEL_POLICY", "messageType":"DATA_MESSAGE"}';

    const { logEvents, ...envelope } = scanSubscription(gzipSync(json));

    expect(envelope).toEqual({ policyLevel: "ACCOUNT_LEVEL_POLICY", messageType: "DATA_MESSAGE" });
    expect(logEvents[0]).toMatchObject({
      id: "9",
      timestamp: 2,
      rawMessage: '"a\\u0041\\\\"',
      message: "aA\\",
      rawExtractedFields: '{"a":"1"}',
    });
  });

  it("takes linear time over a message of nothing but escapes", () => {
    const message = '\\"'.repeat(500_000);

    const [event] = scanSubscription(document([{ id: "1", timestamp: 1, message }])).logEvents;

    expect(event!.message).toBe(message);
  });

  it("refuses nesting that would overflow the stack", () => {
    const deep = `{"messageType":"DATA_MESSAGE","logEvents":[],"x":${"[".repeat(100_000)}`;

    expect(() => scanSubscription(gzipSync(deep))).toThrow(MalformedSubscriptionError);
  });
});
