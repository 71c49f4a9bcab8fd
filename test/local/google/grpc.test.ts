import { v2 } from "@google-cloud/logging";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  type CallError,
  failure,
  type Google,
  PROJECT,
  partialErrorsOf,
  START,
  startGoogle,
  type WireEntry,
} from "./google-cloud.ts";

let google: Google;
beforeEach(async () => {
  google = await startGoogle();
});
afterEach(() => google.stop());

const LOG = `${PROJECT}/logs/app`;
const RESOURCE = { type: "global", labels: { project_id: "shop" } };

function write(entries: readonly object[], more: object = {}) {
  return google.client.writeLogEntries({ logName: LOG, resource: RESOURCE, entries, ...more } as never);
}

async function list(filter = "", more: object = {}): Promise<readonly WireEntry[]> {
  const request = { resourceNames: [PROJECT], filter, ...more };
  const [entries] = await google.client.listLogEntries(request as never, { autoPaginate: false });
  return entries;
}

async function textsOf(filter = "", more: object = {}): Promise<unknown[]> {
  return (await list(filter, more)).map((entry) => entry.textPayload);
}

describe("Google's client over gRPC", () => {
  it("gets back every field of an entry", async () => {
    const entry = {
      logName: `${PROJECT}/logs/audit%2Factivity`,
      resource: { type: "gce_instance", labels: { zone: "a" } },
      timestamp: { seconds: START / 1000 - 5.678, nanos: 123_456_789 },
      severity: "ERROR",
      insertId: "i1",
      httpRequest: {
        requestMethod: "GET",
        status: 503,
        requestSize: "9007199254740993",
        latency: { seconds: 1, nanos: 500_000_000 },
        cacheHit: true,
      },
      labels: { a: "b" },
      operation: { id: "o", first: true },
      trace: "projects/shop/traces/1",
      spanId: "000000000000004a",
      traceSampled: true,
      sourceLocation: { file: "main.ts", line: "7", function: "f" },
      split: { uid: "u", index: 0, totalSplits: 2 },
      jsonPayload: {
        fields: {
          message: { stringValue: "hello", kind: "stringValue" },
          nested: {
            structValue: {
              fields: {
                list: {
                  listValue: {
                    values: [
                      { numberValue: 1.5, kind: "numberValue" },
                      { nullValue: "NULL_VALUE", kind: "nullValue" },
                      { boolValue: false, kind: "boolValue" },
                    ],
                  },
                  kind: "listValue",
                },
              },
            },
            kind: "structValue",
          },
        },
      },
    };

    await write([entry]);
    const [found] = await list('jsonPayload.nested.list=1.5 httpRequest.latency="1.5s" severity>WARNING');

    expect(JSON.parse(JSON.stringify(found))).toMatchObject({
      ...entry,
      timestamp: { seconds: String(START / 1000 - 5.678), nanos: 123_456_789 },
      httpRequest: { ...entry.httpRequest, latency: { seconds: "1", nanos: 500_000_000 } },
      receiveTimestamp: { seconds: String(Math.floor(START / 1000)), nanos: 678_000_000 },
      payload: "jsonPayload",
    });
  });

  it("carries binary proto payloads unchanged", async () => {
    const protoPayload = { type_url: "type.googleapis.com/some.Type", value: Buffer.from([1, 2, 255]) };

    await write([{ protoPayload }]);
    const [found] = await list('protoPayload.@type:"some.Type"');

    expect(found!.protoPayload).toMatchObject({ type_url: protoPayload.type_url });
    expect(Buffer.from(found!.protoPayload!.value)).toEqual(protoPayload.value);
  });

  it("works with the log objects of the library", async () => {
    await google.stop();
    google = await startGoogle({ clock: { speed: 0 } });
    const log = google.logging().log("my/log");

    await log.write(log.entry({ severity: "WARNING" }, { orderId: 7 }));
    const [entries] = await log.getEntries({ filter: 'timestamp > "2000-01-01"' });

    expect(entries.find((entry) => entry.data?.orderId === 7)?.metadata).toMatchObject({
      severity: "WARNING",
    });
  });

  it("keeps the order of entries that come without times and ids", async () => {
    await write(Array.from({ length: 30 }, (_, index) => ({ textPayload: `line ${index}` })));

    expect(await textsOf()).toEqual(Array.from({ length: 30 }, (_, index) => `line ${index}`));
    expect(new Set((await list()).map(({ insertId }) => insertId)).size).toBe(30);
  });

  it("keeps one of entries with the same time and insert id", async () => {
    const timestamp = { seconds: Math.floor(START / 1000) };

    await write([{ timestamp, insertId: "a", textPayload: "first" }]);
    await write([
      { timestamp, insertId: "a", textPayload: "again" },
      { timestamp, insertId: "b", textPayload: "other" },
      { timestamp: { seconds: Math.floor(START / 1000) + 1 }, insertId: "a", textPayload: "later" },
    ]);

    expect(await textsOf()).toEqual(["first", "other", "later"]);
  });

  it("fills entries with the request's log name, resource and labels, key by key", async () => {
    await write([{ textPayload: "t", labels: { a: "own" } }], { labels: { a: "default", b: "default" } });

    const [entry] = await list();

    expect(entry).toMatchObject({ logName: LOG, resource: RESOURCE, labels: { a: "own", b: "default" } });
  });

  it("pages through what matches, in both directions", async () => {
    await write(Array.from({ length: 25 }, (_, index) => ({ textPayload: `line ${index}` })));

    for (const orderBy of ["timestamp asc", "timestamp desc", ""]) {
      const seen: unknown[] = [];
      let pageToken: string | null | undefined;
      do {
        const request = {
          resourceNames: [PROJECT],
          filter: "textPayload:line",
          orderBy,
          pageSize: 7,
          pageToken,
        };
        const [entries, , response] = await google.client.listLogEntries(request, { autoPaginate: false });
        seen.push(...entries.map((entry: WireEntry) => entry.textPayload));
        pageToken = response?.nextPageToken;
      } while (pageToken);

      const all = Array.from({ length: 25 }, (_, index) => `line ${index}`);
      expect(seen).toEqual(orderBy.endsWith("desc") ? all.reverse() : all);
    }
  });

  it("keeps a page's place while entries arrive and refuses a token of another request", async () => {
    await write([{ textPayload: "a" }, { textPayload: "b" }, { textPayload: "c" }]);
    const request = { resourceNames: [PROJECT], pageSize: 2 };
    const [, , first] = await google.client.listLogEntries(request, { autoPaginate: false });
    await write([{ textPayload: "early", timestamp: { seconds: Math.floor(START / 1000) - 60 } }]);

    const { nextPageToken: pageToken } = first as { nextPageToken: string };
    const [rest] = await google.client.listLogEntries({ ...request, pageToken }, { autoPaginate: false });
    const error = await failure(google.client.listLogEntries({ ...request, filter: "x", pageToken }));

    expect(rest.map((entry: WireEntry) => entry.textPayload)).toEqual(["c"]);
    expect(error).toMatchObject({ code: 3 });
  });

  it("ends a page before it is more than clients receive", async () => {
    const entries = Array.from({ length: 30 }, (_, index) => ({
      textPayload: `${index} ${"a".repeat(200_000)}`,
    }));
    await write(entries);
    await write(entries);

    const [first, , response] = await google.client.listLogEntries(
      { resourceNames: [PROJECT], pageSize: 1000 },
      { autoPaginate: false },
    );
    const [all] = await google.client.listLogEntries({ resourceNames: [PROJECT], pageSize: 1000 });

    expect(first.length).toBeGreaterThan(15);
    expect(first.length).toBeLessThan(22);
    expect(response?.nextPageToken).toBeTruthy();
    expect(all).toHaveLength(60);
  });

  it("ignores page sizes of logs that are not positive", async () => {
    await write([{ textPayload: "t" }]);

    const [logs] = await google.client.listLogs({ parent: PROJECT, pageSize: -1 }, { autoPaginate: false });

    expect(logs).toEqual([LOG]);
  });

  it("tells the project among the resource's labels", async () => {
    await write([
      { textPayload: "a", resource: { type: "gae_app", labels: { zone: "", project_id: "own" } } },
    ]);
    await google.client.writeLogEntries({
      entries: [{ logName: "folders/7/logs/l", textPayload: "b", resource: { type: "global" } }],
    });
    await write([{ textPayload: "c", resource: { type: "global" } }]);

    expect(await list('resource.labels.project_id="shop"')).toMatchObject([{ textPayload: "c" }]);
    expect(await list('resource.labels.project_id="own"')).toMatchObject([
      { resource: { labels: { zone: "", project_id: "own" } } },
    ]);
    expect(await list("", { resourceNames: ["folders/7"] })).toMatchObject([{ resource: { labels: {} } }]);
  });

  it("lists and deletes logs", async () => {
    await write([{ textPayload: "t" }, { textPayload: "t", logName: `${PROJECT}/logs/b%2Fc` }]);
    await write([{ textPayload: "t", logName: "projects/other/logs/x" }]);

    const [before] = await google.client.listLogs({ parent: PROJECT });
    await google.client.deleteLog({ logName: LOG });
    const [after] = await google.client.listLogs({ parent: PROJECT });

    expect(before).toEqual([LOG, `${PROJECT}/logs/b%2Fc`]);
    expect(after).toEqual([`${PROJECT}/logs/b%2Fc`]);
    expect(await textsOf("", { resourceNames: ["projects/other"] })).toEqual(["t"]);
    expect(await failure(google.client.deleteLog({ logName: LOG }))).toMatchObject({ code: 5 });
  });

  it("describes monitored resources, page by page", async () => {
    const [all] = await google.client.listMonitoredResourceDescriptors({ pageSize: 3 });

    const types = all.map((descriptor: { type: string }) => descriptor.type);

    expect(types).toContain("cloud_run_revision");
    expect(new Set(types).size).toBe(types.length);
  });
});

describe("what is refused", () => {
  const future = { seconds: Math.floor(START / 1000) + 86_402 };

  it.each([
    ["a log name without a project", { logName: "logs/app" }, /Invalid log name/],
    ["a log name that is too long", { logName: `${PROJECT}/logs/${"a".repeat(512)}` }, /Invalid log name/],
    ["a log name with a bad character", { logName: `${PROJECT}/logs/a%20b` }, /Invalid log name/],
    ["an entry over 256 KB", { textPayload: "a".repeat(262_200) }, /exceeds maximum size of 256.0K/],
    ["a timestamp more than 24 hours ahead", { timestamp: future }, /over a day in the future/],
    [
      "more than 64 labels",
      { labels: Object.fromEntries(Array.from({ length: 65 }, (_, n) => [`k${n}`, ""])) },
      /at most 64 labels/,
    ],
  ])("%s: INVALID_ARGUMENT, and nothing of the request is written", async (_, entry, message) => {
    const error = await failure(write([{ textPayload: "fine" }, { textPayload: "t", ...entry }]));

    expect(error).toMatchObject({ code: 3, details: expect.stringMatching(message) });
    expect(await list()).toEqual([]);
  });

  it("an entry without a log name or a resource", async () => {
    const entries = [{ textPayload: "t" }];

    expect(await failure(google.client.writeLogEntries({ entries, resource: RESOURCE }))).toMatchObject({
      code: 3,
    });
    expect(await failure(google.client.writeLogEntries({ entries, logName: LOG }))).toMatchObject({
      code: 3,
    });
  });

  it("a request over 10 MB", async () => {
    const entries = Array.from({ length: 50 }, () => ({ textPayload: "a".repeat(220_000) }));

    expect(await failure(write(entries))).toMatchObject({
      code: 3,
      details: "Request payload size exceeds the limit: 10485760 bytes.",
    });
  });

  it("part of a request when it allows that, entry by entry", async () => {
    const entries = [
      { textPayload: "one" },
      { textPayload: "two", logName: "bad" },
      { textPayload: "three" },
    ];

    const error = await failure(write(entries, { partialSuccess: true }));
    const nothing = await failure(write([{ logName: "bad" }], { partialSuccess: true }));

    expect(error).toMatchObject({ code: 3 });
    expect(partialErrors(error)).toEqual({ 1: { code: 3, message: expect.stringContaining('"bad"') } });
    expect(partialErrors(nothing)).toBeUndefined();
    expect(await textsOf()).toEqual(["one", "three"]);
  });

  it("filters, orders, resources and page sizes that are malformed", async () => {
    const bad = [
      { filter: "severity=(" },
      { filter: "nosuchfield=1" },
      { orderBy: "severity" },
      { resourceNames: [] },
      { resourceNames: ["shop"] },
      { pageSize: -1 },
      { pageSize: 1001 },
      { pageToken: "?" },
    ];

    for (const more of bad) expect(await failure(list("", more))).toMatchObject({ code: 3 });
  });

  it("methods that are not there, by name", async () => {
    const config = new v2.ConfigServiceV2Client(google.options);

    const error = await failure(config.getSettings({ name: `${PROJECT}/settings` }));
    await config.close();

    expect(error).toMatchObject({
      code: 12,
      details: expect.stringContaining("GetSettings"),
    });
  });
});

describe("time", () => {
  it("keeps entries for 30 days and accepts older ones without keeping them", async () => {
    const day = 86_400;
    await write([
      { textPayload: "old", timestamp: { seconds: Math.floor(START / 1000) - 31 * day } },
      { textPayload: "kept", timestamp: { seconds: Math.floor(START / 1000) - 29 * day } },
    ]);

    expect(await textsOf()).toEqual(["kept"]);
    await google.cloud.clock.advance("2d");
    expect(await textsOf()).toEqual([]);
  });

  it("does not store what only validates", async () => {
    await write([{ textPayload: "t" }], { dryRun: true });

    expect(await list()).toEqual([]);
    expect(await failure(write([{ logName: "bad" }], { dryRun: true }))).toMatchObject({ code: 3 });
  });
});

function partialErrors({ metadata }: CallError): unknown {
  const [bytes] = metadata.get("grpc-status-details-bin");
  return bytes === undefined ? undefined : partialErrorsOf(bytes);
}
