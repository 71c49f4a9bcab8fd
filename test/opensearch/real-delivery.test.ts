import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import fc from "fast-check";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { opensearch } from "../../functions/log-processor/destinations/opensearch.ts";
import { onInternal } from "../../lib/logger/internal-channel.ts";
import { SearchConnection } from "../../lib/search/connection.ts";
import { indexName } from "../../lib/search/index-name.ts";
import { bulkOutcome } from "../../lib/search/outcome.ts";
import { BULK_CONTENT_TYPE, BULK_PATH, type BulkItem, bulkBody } from "../../lib/search/request.ts";
import { installSearch, planSearch } from "../../lib/search/setup.ts";
import { TEMPLATE_NAME } from "../../lib/search/template.ts";
import { eventId } from "../../lib/semantics/index.ts";
import { answeredShape, BULK_CASES } from "./bulk-cases.ts";
import { FaultProxy } from "./fault-proxy.ts";
import type { BulkFault } from "./fault-script.ts";
import { orderRecord, ordersHandler } from "./orders.ts";
import { missingForRealServer, RealServer } from "./real-server.ts";

const missing = missingForRealServer();
if (missing !== undefined) console.log(`OpenSearch: ${missing}`);

const RECORDED = join(import.meta.dirname, "recorded-answers.jsonl");
const EVENTS = 100_000;
const POISON_EVERY = 500;
const TODAY = (prefix: string): string => indexName(prefix, Date.now());

describe.skipIf(missing !== undefined)("against OpenSearch itself", { timeout: 600_000 }, () => {
  let server: RealServer;
  let connection: SearchConnection;
  let problems: { code: string; message: string }[];
  let forget: () => void;

  beforeAll(async () => {
    server = await RealServer.start();
    connection = new SearchConnection({ url: server.url });
    await installSearch(connection, { replicas: 0 });
  }, 400_000);
  afterAll(async () => {
    connection?.close();
    await server?.stop();
  });
  beforeEach(() => {
    problems = [];
    forget = onInternal((problem) => problems.push(problem));
  });
  afterEach(() => forget());

  it("has the template from the first set-up, and nothing is left for a second", async () => {
    const steps = await planSearch(connection, { replicas: 0 });
    const changed = await planSearch(connection, { replicas: 0, shards: 2 });

    expect(steps.map(({ name, state }) => [name, state])).toEqual([
      [`retention policy ${TEMPLATE_NAME}`, "unavailable"],
      [`index template ${TEMPLATE_NAME}`, "same"],
    ]);
    expect(changed.map(({ state }) => state)).toEqual(["unavailable", "different"]);
  });

  it("delivers 100,000 events once each through every fault and a kill of the server, with 200 poison documents apart", async () => {
    // Prepare: users are numbers in this index, so that a name is poison.
    await server.json("PUT", `/${TODAY("logs-orders")}`, {
      settings: { number_of_replicas: 0 },
      mappings: { properties: { user: { properties: { id: { type: "long" } } } } },
    });
    const faults: readonly (BulkFault | undefined)[] = [
      undefined,
      "too-many-requests",
      "items-rejected",
      undefined,
      "unavailable",
      "cut-before",
      "store-then-cut",
      undefined,
      "store-then-half-answer",
      "items-rejected",
    ];
    let calls = 0;
    let restarted: Promise<void> | undefined;
    const proxy = new FaultProxy(server.url, () => {
      calls += 1;
      if (calls === 30) restarted = server.restart();
      return faults[calls % faults.length];
    });
    const url = await proxy.start();
    const deadLetterFile = join(mkdtempSync(join(tmpdir(), "dead-letters-")), "refused.jsonl");
    const handler = ordersHandler(url, {
      deadLetterFile,
      backoffBaseMs: 20,
      maximumQueueBytes: 512 * 1024 * 1024,
    });
    const start = Date.now();
    const recordOf = (index: number) => ({
      ...orderRecord(index, { userId: index % POISON_EVERY === 7 ? `name-${index}` : index }),
      timestamp: start - EVENTS + index,
    });

    // Act
    for (let index = 0; index < EVENTS; index++) {
      handler.write(recordOf(index));
      if (index % 500 === 0) {
        await setImmediate();
        if (index % 2_000 === 0) await handler.flush({ deadline: Date.now() + 20 });
      }
    }
    const report = await handler.close();
    await restarted;
    await proxy.stop();

    // Assess
    const poison = EVENTS / POISON_EVERY;
    expect(report).toMatchObject({
      accepted: EVENTS,
      delivered: EVENTS - poison,
      rejected: { mapper_parsing_exception: poison },
      dropped: {},
      spooled: 0,
      pending: 0,
    });
    expect([...proxy.faults.keys()].sort()).toEqual(
      [...new Set(faults.filter((fault) => fault !== undefined))].sort(),
    );
    expect(restarted).toBeDefined();
    expect(await server.count("logs-orders-*")).toBe(EVENTS - poison);
    const different = await server.json("POST", "/logs-orders-*/_search?size=0", {
      track_total_hits: true,
      aggs: { users: { cardinality: { field: "user.id", precision_threshold: 40_000 } } },
    });
    const { value } = (different["aggregations"] as { users: { value: number } }).users;
    expect(Math.abs(value - (EVENTS - poison))).toBeLessThan(EVENTS / 50);
    const letters = readFileSync(deadLetterFile, "utf8")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(letters).toHaveLength(poison);
    expect(new Set(letters.map(({ id }) => id)).size).toBe(poison);
    for (const { detail } of letters)
      expect(detail).toMatch(/failed to parse field \[user.id\] of type \[long\]/);
    expect(await inOrder(server)).toBe(EVENTS - poison);
  });

  it("adds nothing when everything is delivered again", async () => {
    const index = TODAY("logs-again");
    const items = Array.from({ length: 5_000 }, (_, at) =>
      document(index, `id-${at}`, { body: `event ${at}` }),
    );

    const first = await call(connection, items);
    const second = await call(connection, items);

    expect([first.size, second.size]).toEqual([0, 0]);
    expect(await server.count(index)).toBe(5_000);
  });

  it("takes the log processor's events once each through faults, and nothing of their repetition", async () => {
    const faults: readonly (BulkFault | undefined)[] = [
      "items-rejected",
      undefined,
      "store-then-cut",
      "too-many-requests",
    ];
    let calls = 0;
    const proxy = new FaultProxy(server.url, () => faults[calls++ % faults.length]);
    const destination = opensearch({
      type: "opensearch",
      name: "search",
      url: await proxy.start(),
      index: "logs-{service}",
      retentionDays: 30,
      setup: true,
      replicas: 0,
    });
    const now = Date.now();
    const events = Array.from({ length: 5_000 }, (_, index) => ({
      id: eventId(now - 5_000 + index, 7n, index),
      timestamp: now - 5_000 + index,
      rawMessage: JSON.stringify(
        JSON.stringify({
          level: "INFO",
          message: `processed ${index}`,
          service: "processed",
          status: index % 9 === 0 ? "odd" : 200,
        }),
      ),
    }));
    const source = { owner: "111122223333", logGroup: "/shop/api", logStream: "web" };
    let delivered = 0;
    const count = (stored: readonly unknown[]) => {
      delivered += stored.length;
    };

    const failed = await destination.forward(events, source, Date.now() + 120_000, count);
    const again = await destination.forward(events, source, Date.now() + 120_000, () => {});
    await proxy.stop();

    expect([failed, again, delivered]).toEqual([[], [], 5_000]);
    expect(await server.count("logs-processed-*")).toBe(5_000);
  });

  it("takes whatever a record holds", async () => {
    const handler = ordersHandler(server.url);
    let written = 0;
    fc.assert(
      fc.property(
        fc.string({ unit: "binary" }),
        fc.dictionary(
          fc.oneof(
            fc.string({ unit: "binary" }),
            fc.constantFrom("status", "durationMs", "userId", "trace_id", "error", "a..b", "."),
          ),
          fc.anything({
            maxDepth: 5,
            withBigInt: true,
            withDate: true,
            withMap: true,
            withSet: true,
            stringUnit: "binary",
          }),
        ),
        (message, fields) => {
          handler.write({ ...orderRecord(0), service: "any", message, fields });
          written += 1;
        },
      ),
      { numRuns: 500 },
    );
    for (const fields of [
      { long: "x".repeat(40_000) },
      { deep: nested(60) },
      { "nul\0": { "nul\0": 1 } },
      { "": { "": 1 } },
    ]) {
      handler.write({ ...orderRecord(0), service: "any", fields });
      written += 1;
    }

    const report = await handler.close();

    expect(report).toMatchObject({ accepted: written, delivered: written, rejected: {} });
    expect(await server.count("logs-any-*")).toBe(written);
  });

  it("keeps the mapping as it is under 10,000 different members", async () => {
    const handler = ordersHandler(server.url);
    for (let index = 0; index < 10_000; index++)
      handler.write({
        ...orderRecord(index),
        service: "many",
        fields: { [`member_${index}`]: index, nested: { [`m${index}`]: "x" } },
      });
    const report = await handler.close();
    const mapping = await server.json("GET", `/${TODAY("logs-many")}/_mapping`);

    expect(report).toMatchObject({ delivered: 10_000 });
    expect(JSON.stringify(mapping)).not.toMatch(/member_|"m\d/);
    await server.json("POST", "/logs-many-*/_refresh");
    const found = await server.json("POST", "/logs-many-*/_search", {
      query: { term: { "attributes.member_77": "77" } },
    });
    expect((found["hits"] as { total: { value: number } }).total.value).toBe(1);
  });

  it.each([
    ["index.blocks.write", /read-only/],
    ["index.blocks.read_only_allow_delete", /flood-stage/],
  ])("keeps the records while the index has %s, and says so once", async (block, said) => {
    const index = TODAY("logs-blocked");
    await server.json("PUT", `/${index}`);
    await server.json("PUT", `/${index}/_settings`, { [block]: true });
    const handler = ordersHandler(server.url);
    handler.write({ ...orderRecord(1), service: "blocked" });

    const stopped = await handler.flush();
    await server.json("PUT", `/${index}/_settings`, { [block]: null });
    const report = await handler.close();

    expect(stopped).toMatchObject({ pending: 1 });
    expect(problems.map(({ message }) => message)).toEqual([expect.stringMatching(said)]);
    expect(report).toMatchObject({ delivered: 1, pending: 0 });
    await server.json("DELETE", `/${index}`);
  });

  it("answers as was recorded", async () => {
    const answer = await connection.send({
      method: "POST",
      path: BULK_PATH,
      body: bulkBody(BULK_CASES),
      contentType: BULK_CONTENT_TYPE,
    });

    const shape = answeredShape((JSON.parse(answer.text) as { items: unknown }).items);
    const lines = shape.map((answered) => JSON.stringify(answered)).join("\n");
    await expect(lines).toMatchFileSnapshot(RECORDED);
  });
});

function document(index: string, id: string, members: Readonly<Record<string, unknown>>): BulkItem {
  return {
    index,
    id,
    document: JSON.stringify({ "event.id": id, "@timestamp": new Date().toISOString(), ...members }),
  };
}

async function call(connection: SearchConnection, items: readonly BulkItem[]) {
  const answer = await connection.send({
    method: "POST",
    path: BULK_PATH,
    body: bulkBody(items),
    contentType: BULK_CONTENT_TYPE,
  });
  return bulkOutcome(answer, items.length);
}

function nested(depth: number): unknown {
  return depth === 0 ? 1 : { a: nested(depth - 1) };
}

/** Reads everything by time and counts what comes in the order in which it was logged. */
async function inOrder(server: RealServer): Promise<number> {
  let after: unknown[] | undefined;
  let last = -1;
  let count = 0;
  for (;;) {
    const { hits } = (await server.json("POST", "/logs-orders-*/_search", {
      size: 10_000,
      sort: ["@timestamp", "event.id"],
      _source: ["user.id"],
      ...(after && { search_after: after }),
    })) as { hits: { hits: { _source: { "user.id": number }; sort: unknown[] }[] } };
    if (hits.hits.length === 0) return count;
    for (const { _source } of hits.hits) {
      if (_source["user.id"] <= last) return -1;
      last = _source["user.id"];
      count += 1;
    }
    after = hits.hits.at(-1)!.sort;
  }
}
