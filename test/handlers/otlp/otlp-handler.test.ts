import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { OtlpHandler, type OtlpHandlerOptions } from "../../../lib/handlers/otlp/index.ts";
import { onInternal } from "../../../lib/logger/internal-channel.ts";
import type { LogRecord } from "../../../lib/logger/record.ts";
import { Collector, type Fault, recordsOf } from "./collector.ts";
import { attributesOf, plain } from "./messages.ts";

let collector: Collector;
let url: string;
let problems: { code: string; message: string }[];
let forget: () => void;

beforeEach(async () => {
  collector = new Collector();
  url = await collector.start();
  problems = [];
  forget = onInternal((problem) => problems.push(problem));
});
afterEach(async () => {
  forget();
  await collector.stop();
});

const AT = Date.UTC(2026, 0, 5, 10);
const TRACE = {
  trace_id: "5759e988bd862e3fe1be46a994272793",
  span_id: "53995c3f42cd8ad8",
  trace_flags: "01",
};

function record(index: number, more: Partial<LogRecord> = {}): LogRecord {
  return {
    timestamp: AT + index,
    level: 30,
    logger: "orders.api",
    message: `order ${index} placed`,
    service: "orders",
    context: undefined,
    fields: { index },
    error: undefined,
    ...more,
  };
}
const made = (options: OtlpHandlerOptions = {}) =>
  new OtlpHandler({ url, lingerMs: 0, backoffBaseMs: 1, detectResource: "off", signals: false, ...options });
const arrived = () =>
  collector.taken
    .map(({ attributes }) => attributesOf(attributes)["index"] as number)
    .sort((one, other) => one - other);
const upTo = (count: number) => Array.from({ length: count }, (_, index) => index);

describe.each(["http/json", "http/protobuf"] as const)("OtlpHandler over %s", (protocol) => {
  it("writes a record by the data model of OpenTelemetry", async () => {
    const handler = made({ protocol, resource: { "deployment.environment.name": "test" } });

    handler.write(
      record(7, {
        level: 50,
        context: { ...TRACE, requestId: "r-1", index: "replaced" },
        fields: {
          index: 7,
          amount: 12.5,
          paid: true,
          nothing: null,
          large: 2n ** 60n,
          basket: { lines: [1, "two"] },
          when: new Date(AT),
          odd: Number.NaN,
        },
        error: Object.assign(new TypeError("no stock"), { code: "E17" }),
      }),
    );
    await handler.close();

    const [{ request, path, headers }] = collector.posts as [Collector["posts"][number]];
    const [{ resource, scopeLogs }] = request.resourceLogs as [(typeof request.resourceLogs)[number]];
    const [written] = collector.taken as [Collector["taken"][number]];
    expect(path).toBe("/v1/logs");
    expect(headers["content-type"]).toBe(
      protocol === "http/json" ? "application/json" : "application/x-protobuf",
    );
    expect(attributesOf(resource.attributes)).toEqual({
      "deployment.environment.name": "test",
      "service.name": "orders",
    });
    expect(scopeLogs[0]!.scope).toEqual({ name: "orders.api" });
    expect(written).toMatchObject({
      timeUnixNano: `${AT + 7}000000`,
      observedTimeUnixNano: expect.stringMatching(/^\d{13}000000$/),
      severityNumber: 17,
      severityText: "ERROR",
      body: { stringValue: "order 7 placed" },
      traceId: TRACE.trace_id,
      spanId: TRACE.span_id,
      flags: 1,
    });
    expect(attributesOf(written.attributes)).toEqual({
      requestId: "r-1",
      index: 7,
      amount: 12.5,
      paid: true,
      nothing: null,
      large: 2 ** 60,
      basket: { lines: [1, "two"] },
      when: new Date(AT).toISOString(),
      odd: "NaN",
      "exception.type": "TypeError",
      "exception.message": "no stock",
      "exception.stacktrace": expect.stringContaining("TypeError: no stock"),
      error: { code: "E17" },
    });
  });

  it("takes every value through unchanged", async () => {
    const handler = made({ protocol });
    const json = fc.letrec((tie) => ({
      value: fc.oneof(
        { depthSize: "small" },
        fc.string({ unit: "grapheme" }),
        fc.string({ maxLength: 300 }),
        fc.tuple(fc.constantFrom("a", "é", "😀"), fc.nat(20_000)).map(([unit, n]) => unit.repeat(n)),
        fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0),
        fc.maxSafeInteger(),
        fc.boolean(),
        fc.constant(null),
        fc.array(tie("value"), { maxLength: 4 }),
        fc.dictionary(fc.string({ maxLength: 8 }), tie("value"), { maxKeys: 4, noNullPrototype: true }),
      ),
    })).value;
    await fc.assert(
      fc.asyncProperty(json, fc.string({ unit: "grapheme" }), async (value, message) => {
        collector.taken.length = 0;
        handler.write(record(0, { message, fields: { value } }));
        await handler.flush();
        const [written] = collector.taken as [Collector["taken"][number]];
        expect(plain(written.body)).toBe(message);
        expect(attributesOf(written.attributes)).toEqual({ value });
      }),
      { numRuns: 60 },
    );
    await handler.close();
  });

  it("groups records by service and logger, in order", async () => {
    const handler = made({ protocol, lingerMs: 60_000 });

    for (let index = 0; index < 12; index++)
      handler.write(
        record(index, { logger: `logger.${index % 2}`, service: index % 3 === 0 ? undefined : "s" }),
      );
    await handler.close();

    expect(collector.posts).toHaveLength(2);
    for (const { request } of collector.posts)
      for (const { scopeLogs } of request.resourceLogs) {
        expect(scopeLogs.map(({ scope }) => scope.name).sort()).toEqual(["logger.0", "logger.1"]);
        for (const { logRecords } of scopeLogs) {
          const times = logRecords.map(({ timeUnixNano }) => BigInt(timeUnixNano));
          expect(times).toEqual(times.toSorted((one, other) => (one < other ? -1 : 1)));
        }
      }
    const services = collector.posts.flatMap(({ request }) =>
      request.resourceLogs.map(({ resource }) => attributesOf(resource.attributes)["service.name"]),
    );
    expect(services.sort()).toEqual(["s", "unknown_service:node"]);
  });

  it.each<Fault>([429, 500, 502, 503, 504, "cut-before", "store-then-cut", "empty"])(
    "delivers every record when requests meet: %s",
    async (fault) => {
      const handler = made({ protocol });
      collector.script = [fault, fault];

      for (let index = 0; index < 40; index++) handler.write(record(index));
      const report = await handler.close();

      expect(report).toMatchObject({ accepted: 40, delivered: 40, rejected: {}, dropped: {}, pending: 0 });
      expect([...new Set(arrived())]).toEqual(upTo(40));
    },
  );

  it("counts what a partial success rejects as lost, with CloudWatch's reasons", async () => {
    const handler = made({ protocol, lingerMs: 60_000 });
    const counts = { tooOldLogEventCount: 2, tooNewLogEventCount: 1, expiredLogEventCount: 1 };
    collector.script = [{ rejected: 5, message: JSON.stringify(counts) }];

    for (let index = 0; index < 20; index++) handler.write(record(index));
    const report = await handler.close();

    expect(report).toMatchObject({
      accepted: 20,
      delivered: 15,
      rejected: { "too-old": 2, "too-new": 1, expired: 1, "partial-success": 1 },
      pending: 0,
    });
    expect(problems.map(({ code }) => code)).toContain("record-rejected");
  });

  it("tells a warning of the server once", async () => {
    const handler = made({ protocol });
    collector.script = [
      { rejected: 0, message: "use a newer version" },
      { rejected: 0, message: "use a newer version" },
    ];

    handler.write(record(0));
    await handler.flush();
    handler.write(record(1));
    const report = await handler.close();

    expect(report.delivered).toBe(2);
    expect(problems).toMatchObject([
      { code: "otlp-warning", message: expect.stringContaining("newer version") },
    ]);
  });
});

describe("OtlpHandler", () => {
  it("rejects the one record that a server refuses, and delivers its neighbours", async () => {
    const handler = made({ lingerMs: 60_000 });
    collector.refuses = ({ attributes }) => attributesOf(attributes)["index"] === 17;

    for (let index = 0; index < 40; index++) handler.write(record(index));
    const report = await handler.close();

    expect(report).toMatchObject({ delivered: 39, rejected: { "HTTP 400": 1 }, pending: 0 });
    expect(arrived()).toEqual(upTo(40).filter((index) => index !== 17));
  });

  it.each<[Fault, RegExp]>([
    [401, /check auth/],
    [403, /check auth/],
    [404, /check url/],
    [307, /redirect/],
    ["page", /not an OTLP endpoint/],
  ])("keeps records and says what to do at: %s", async (fault, advice) => {
    const handler = made();
    collector.script = [fault];

    handler.write(record(0));
    const stopped = await handler.flush({ deadline: Date.now() + 10_000 });
    const report = await handler.close();

    expect(stopped).toMatchObject({ delivered: 0, pending: 1 });
    expect(report).toMatchObject({ delivered: 1, pending: 0 });
    expect(problems[0]!.message).toMatch(advice);
  });

  it("sends bodies in gzip's form, and plain ones without compress", async () => {
    for (const compress of [true, false]) {
      const handler = made({ compress, lingerMs: 60_000 });
      for (let index = 0; index < 40; index++) handler.write(record(index));
      await handler.close();
    }

    expect(collector.posts.map(({ headers }) => headers["content-encoding"])).toEqual(["gzip", undefined]);
    expect(collector.taken).toHaveLength(80);
  });

  it("keeps requests within the limits", async () => {
    const handler = made({ lingerMs: 60_000, compress: false, protocol: "http/json", maximumRecords: 300 });

    for (let index = 0; index < 1_000; index++)
      handler.write(record(index, { fields: { index, text: "x".repeat(20_000) } }));
    const report = await handler.close();

    expect(report).toMatchObject({ delivered: 1_000 });
    for (const { bytes, request } of collector.posts) {
      expect(bytes).toBeLessThanOrEqual(4 * 1024 * 1024);
      expect(recordsOf(request).length).toBeLessThanOrEqual(300);
    }
  });

  it("shortens a record that is too large, and keeps what fits", async () => {
    const handler = made();
    const many = Object.fromEntries(
      Array.from({ length: 30_000 }, (_, index) => [`key ${index}`, "y".repeat(40)]),
    );

    handler.write(
      record(0, { message: "é".repeat(2_000_000), fields: { index: 0, text: "\u0001".repeat(500_000) } }),
    );
    await handler.flush();
    handler.write(record(1, { fields: { index: 1, ...many } }));
    const report = await handler.close();

    expect(report).toMatchObject({ accepted: 2, delivered: 2 });
    const [first, second] = collector.taken.map(({ body, attributes }) => ({
      body: plain(body) as string,
      attributes: attributesOf(attributes),
    })) as [
      { body: string; attributes: Record<string, unknown> },
      { body: string; attributes: Record<string, unknown> },
    ];
    expect(first.body).toMatch(/^é{1000,}…$/);
    expect(first.attributes).toMatchObject({ index: 0, truncated: true, text: expect.stringMatching(/…$/) });
    expect(second.body).toBe("order 1 placed");
    expect(second.attributes).toMatchObject({ index: 1, truncated: true, "key 0": "y".repeat(40) });
    for (const { bytes } of collector.posts) expect(bytes).toBeLessThan(1024 * 1024 + 16_384);
  });

  it("keeps in the spool what cannot be sent, and the next handler delivers it", async () => {
    const spool = mkdtempSync(join(tmpdir(), "otlp-spool-"));
    const first = made({ spool, lingerMs: 60_000, url: "http://127.0.0.1:9/v1/logs" });
    for (let index = 0; index < 10; index++) first.write(record(index));
    const kept = await first.close({ deadline: Date.now() + 100 });

    const second = made({ spool });
    await expect.poll(async () => (await second.flush()).delivered).toBe(10);
    await second.close();

    expect(kept).toMatchObject({ accepted: 10, spooled: 10, pending: 0 });
    expect(arrived()).toEqual(upTo(10));
  });

  it("gives every record an id of its own when asked", async () => {
    const handler = made({ recordIds: true });

    for (let index = 0; index < 20; index++) handler.write(record(index));
    await handler.close();

    const ids = collector.taken.map(({ attributes }) => attributesOf(attributes)["log.record.uid"]);
    expect(new Set(ids).size).toBe(20);
  });

  it("names log group and stream, and signs for AWS", async () => {
    const handler = made({
      logGroupName: "/shop/orders",
      logStreamName: "web",
      auth: { type: "aws", region: "eu-west-1", credentials: { accessKeyId: "AKID", secretAccessKey: "s" } },
    });

    handler.write(record(0));
    await handler.close();

    const [{ headers }] = collector.posts as [Collector["posts"][number]];
    expect(headers).toMatchObject({
      "x-aws-log-group": "/shop/orders",
      "x-aws-log-stream": "web",
      authorization: expect.stringMatching(
        /^AWS4-HMAC-SHA256 Credential=AKID\/\d{8}\/eu-west-1\/logs\/aws4_request, SignedHeaders=[^,]*x-aws-log-group/,
      ),
    });
  });

  it("asks for a token at every request", async () => {
    let asked = 0;
    const handler = made({ auth: { type: "bearer", token: async () => `token-${++asked}` } });

    handler.write(record(0));
    await handler.flush();
    handler.write(record(1));
    await handler.close();

    expect(collector.posts.map(({ headers }) => headers.authorization)).toEqual([
      "Bearer token-1",
      "Bearer token-2",
    ]);
  });
});
