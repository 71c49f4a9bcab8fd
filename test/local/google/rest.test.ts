import { deflateSync, gzipSync } from "node:zlib";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Google, PROJECT, startGoogle } from "./google-cloud.ts";

let google: Google;
beforeEach(async () => {
  google = await startGoogle();
});
afterEach(() => google.stop());

const LOG = `${PROJECT}/logs/app`;
const RESOURCE = { type: "global" };

function write(entries: readonly object[], more: object = {}) {
  return google.rest("POST", "/v2/entries:write", { logName: LOG, resource: RESOURCE, entries, ...more });
}

async function list(more: object = {}): Promise<readonly Record<string, unknown>[]> {
  const { body } = await google.rest("POST", "/v2/entries:list", { resourceNames: [PROJECT], ...more });
  return body.entries ?? [];
}

describe("the REST API", () => {
  it("gives back the JSON form of an entry, normalized", async () => {
    const answer = await write([
      {
        textPayload: "t",
        severity: "ERROR",
        timestamp: "2026-01-02T04:04:05.5+01:00",
        insertId: "i",
        http_request: { request_size: 7, status: "503", latency: "1.5s" },
        source_location: { line: 12 },
        labels: { a: "b" },
        trace: null,
      },
    ]);

    expect(answer).toEqual({ status: 200, body: {} });
    expect(await list()).toEqual([
      {
        logName: LOG,
        resource: { type: "global", labels: { project_id: "shop" } },
        textPayload: "t",
        severity: "ERROR",
        timestamp: "2026-01-02T03:04:05.500Z",
        receiveTimestamp: "2026-01-02T03:04:05.678Z",
        insertId: "i",
        httpRequest: { requestSize: "7", status: 503, latency: "1.500s" },
        sourceLocation: { line: "12" },
        labels: { a: "b" },
      },
    ]);
  });

  it("shares its entries with gRPC", async () => {
    await write([{ jsonPayload: { n: 1, nested: { list: [null, true, "x"] } } }]);

    const [entries] = await google.client.listLogEntries({ resourceNames: [PROJECT] });
    await google.client.writeLogEntries({
      logName: LOG,
      resource: RESOURCE,
      entries: [{ jsonPayload: entries[0]!.jsonPayload, severity: 400 }],
    } as never);

    expect((await list()).map(({ jsonPayload }) => jsonPayload)).toEqual(
      Array(2).fill({ n: 1, nested: { list: [null, true, "x"] } }),
    );
    expect((await list({ filter: "severity=WARNING" })).length).toBe(1);
  });

  it.each([
    ["gzip", gzipSync],
    ["deflate", deflateSync],
  ])("takes %s", async (encoding, pack) => {
    const body = pack(JSON.stringify({ logName: LOG, resource: RESOURCE, entries: [{ textPayload: "z" }] }));

    const { status } = await google.rest("POST", "/v2/entries:write", body, { "content-encoding": encoding });

    expect(status).toBe(200);
    expect(await list({ filter: "z" })).toHaveLength(1);
  });

  it.each([
    ["NOTICE", "NOTICE"],
    ["warning", "WARNING"],
    [500, "ERROR"],
    ["600", "CRITICAL"],
  ])("reads the severity %j", async (severity, name) => {
    await write([{ textPayload: "t", severity }]);

    expect(await list()).toMatchObject([{ severity: name }]);
  });

  it("says which member of a request is at fault", async () => {
    const { body } = await write([{ textPayload: "t", nope: 1 }]);

    expect(body.error).toMatchObject({
      details: [
        {
          "@type": "type.googleapis.com/google.rpc.BadRequest",
          fieldViolations: [{ field: "entries[0]", description: expect.stringContaining('"nope"') }],
        },
      ],
    });
  });

  it("limits entries by their size as protocol buffers, not as JSON", async () => {
    const fits = await write([{ textPayload: "\n".repeat(250_000) }]);
    const tooLarge = await write([{ textPayload: "\n".repeat(262_200) }]);

    expect(fits.status).toBe(200);
    expect(tooLarge.body.error?.message).toMatch(
      /^Log entry with size 256\.\dK exceeds maximum size of 256\.0K/,
    );
  });

  it("lists and deletes logs whose ids are encoded", async () => {
    await write([{ textPayload: "t" }, { textPayload: "t", logName: `${PROJECT}/logs/a%2Fb` }]);

    const logs = await google.rest("GET", `/v2/${PROJECT}/logs?pageSize=1&alt=json`);
    const { nextPageToken } = logs.body;
    const more = await google.rest("GET", `/v2/${PROJECT}/logs?pageSize=1&pageToken=${nextPageToken}`);
    const deleted = await google.rest("DELETE", `/v2/${PROJECT}/logs/a%252Fb`);
    const again = await google.rest("DELETE", `/v2/${PROJECT}/logs/a%2Fb`);

    expect(logs.body).toMatchObject({ logNames: [`${PROJECT}/logs/a%2Fb`] });
    expect(more.body).toEqual({ logNames: [LOG] });
    expect(deleted).toEqual({ status: 200, body: {} });
    expect(again).toMatchObject({ status: 404, body: { error: { status: "NOT_FOUND" } } });
  });

  it("tells which entries of a partial request were refused", async () => {
    const { status, body } = await write([{ textPayload: "a" }, { logName: "bad" }], {
      partialSuccess: true,
    });

    expect(status).toBe(400);
    expect(body).toEqual({
      error: {
        code: 400,
        status: "INVALID_ARGUMENT",
        message: expect.stringContaining('"bad"'),
        details: [
          {
            "@type": "type.googleapis.com/google.logging.v2.WriteLogEntriesPartialErrors",
            logEntryErrors: { 1: { code: 3, message: expect.stringContaining('"bad"') } },
          },
        ],
      },
    });
    expect(await list()).toHaveLength(1);
  });

  it.each([
    ["no JSON", "{", /not JSON/],
    ["no object", "[]", /must be an object/],
    ["an unknown member", { nope: 1 }, /Unknown name "nope": Cannot find field/],
    ["an unknown member of an entry", { entries: [{ nope: 1 }] }, /Unknown name "nope" at 'entries\[0\]'/],
    [
      "a severity that does not exist",
      { entries: [{ severity: "WARN" }] },
      /entries\[0\]\.severity.*LogSeverity/,
    ],
    ["a text for a payload", { entries: [{ jsonPayload: "x" }] }, /entries\[0\]\.jsonPayload.*Struct/],
    ["a timestamp that is none", { entries: [{ timestamp: "today" }] }, /Timestamp/],
    ["a date for a timestamp", { entries: [{ timestamp: "2026-01-02" }] }, /Timestamp/],
    ["a length of time without a unit", { entries: [{ httpRequest: { latency: "1.5" } }] }, /Duration/],
    ["a status beyond 32 bits", { entries: [{ httpRequest: { status: 2147483648 } }] }, /TYPE_INT32/],
    [
      "a size beyond 64 bits",
      { entries: [{ httpRequest: { requestSize: "9223372036854775808" } }] },
      /TYPE_INT64/,
    ],
    [
      "a proto payload without its type",
      { entries: [{ protoPayload: { a: 1 } }] },
      /protobuf\.Any with its @type/,
    ],
    ["a number for a label", { labels: { a: 1 } }, /labels\.a.*TYPE_STRING/],
    ["two payloads", { entries: [{ textPayload: "", jsonPayload: {} }] }, /one payload/],
    [
      "deep nesting",
      `{"entries":[{"jsonPayload":{"a":${"[".repeat(5_000)}${"]".repeat(5_000)}}}]}`,
      /levels deep/,
    ],
  ])("refuses %s", async (_, body, message) => {
    const full = typeof body === "string" ? body : { logName: LOG, resource: RESOURCE, ...body };
    const answer = await google.rest("POST", "/v2/entries:write", full);

    expect(answer.status).toBe(400);
    expect(answer.body.error?.message).toMatch(message);
  });

  it("refuses bodies and gzip bombs over 10 MB", async () => {
    const long = JSON.stringify({ filter: "a".repeat(11_000_000) });

    for (const [body, headers] of [
      [long, {}],
      [gzipSync(long), { "content-encoding": "gzip" }],
    ] as const) {
      const answer = await google.rest("POST", "/v2/entries:list", body, headers);
      expect(answer).toMatchObject({
        status: 400,
        body: { error: { message: "Request payload size exceeds the limit: 10485760 bytes." } },
      });
    }
  });

  it.each([
    ["POST", "/v2/entries:tail", /gRPC/],
    ["GET", "/v2/projects/shop/settings", /GET \/v2\/projects\/shop\/settings/],
    ["POST", "/v2/folders/7/savedQueries", /POST \/v2\/folders\/7\/savedQueries/],
  ])("answers %s %s by UNIMPLEMENTED", async (method, path, message) => {
    const { status, body } = await google.rest(method, path, method === "POST" ? {} : undefined);

    expect(status).toBe(501);
    expect(body).toMatchObject({
      error: { status: "UNIMPLEMENTED", message: expect.stringMatching(message) },
    });
  });

  it("leaves paths of others alone", async () => {
    const response = await fetch(`${google.base}/2015-03-31/functions`);

    expect(response.status).toBe(418);
  });

  it("answers any JSON with an entry written or an error, and lives", async () => {
    const entry = fc.dictionary(
      fc.constantFrom(
        "textPayload",
        "jsonPayload",
        "severity",
        "timestamp",
        "labels",
        "httpRequest",
        "__proto__",
      ),
      fc.jsonValue(),
    );
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.jsonValue(), fc.record({ entries: fc.array(entry) })), async (body) => {
        const full =
          typeof body === "object" && body !== null ? { logName: LOG, resource: RESOURCE, ...body } : body;
        const { status } = await google.rest("POST", "/v2/entries:write", JSON.stringify(full));

        expect([200, 400]).toContain(status);
      }),
      { numRuns: 200 },
    );
  });
});
