import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { OpenSearchHandler } from "../../lib/handlers/opensearch/index.ts";
import { onInternal } from "../../lib/logger/internal-channel.ts";
import { indexName } from "../../lib/search/index-name.ts";
import { BulkServer } from "./bulk-server.ts";
import type { BulkFault } from "./fault-script.ts";
import { orderRecord, ordersHandler } from "./orders.ts";

const DAY_MS = 86_400_000;
let server: BulkServer;
let url: string;
let problems: { code: string; message: string; cause?: unknown }[];
let forget: () => void;

beforeEach(async () => {
  server = new BulkServer();
  url = await server.start();
  problems = [];
  forget = onInternal((problem) => problems.push(problem));
});
afterEach(async () => {
  forget();
  await server.stop();
});

const arrived = (): number[] =>
  server.documents
    .map(({ attributes }) => (attributes as { index: number }).index)
    .sort((left, right) => left - right);
const upTo = (count: number) => Array.from({ length: count }, (_, index) => index);

describe("OpenSearchHandler", () => {
  it("writes a record by OpenTelemetry's names, its known members typed, the others as attributes", async () => {
    const handler = ordersHandler(url);
    const { timestamp } = orderRecord(7);

    handler.write({
      ...orderRecord(7, { userId: "u-17", basket: { lines: 3 } }),
      timestamp,
      level: 50,
      context: { requestId: "r-1", route: "/overridden" },
      error: new TypeError("no stock"),
    });
    await handler.close();

    const [[index, documents]] = [...server.indices] as [[string, Map<string, Record<string, unknown>>]];
    const [[id, document]] = [...documents] as [[string, Record<string, unknown>]];
    expect(index).toBe(`logs-orders-${new Date(timestamp).toISOString().slice(0, 10).replaceAll("-", ".")}`);
    expect(document).toEqual({
      "event.id": id,
      "@timestamp": new Date(timestamp).toISOString(),
      severity_text: "ERROR",
      severity_number: 17,
      body: "order 7 placed",
      message_template: "order <*> placed",
      "scope.name": "orders.api",
      "resource.service.name": "orders",
      "error.type": "TypeError",
      "error.message": "no stock",
      "error.stack_trace": expect.stringContaining("TypeError: no stock"),
      "http.route": "/orders",
      "http.response.status_code": 200,
      duration_ms: 7,
      "user.id": "u-17",
      "request.id": "r-1",
      attributes: { index: 7, basket: { lines: 3 } },
    });
  });

  it.each<BulkFault>([
    "too-many-requests",
    "unavailable",
    "too-large",
    "items-rejected",
    "cut-before",
    "store-then-cut",
    "store-then-half-answer",
    "page-of-a-proxy",
  ])("delivers every record once when calls meet: %s", async (fault) => {
    const handler = ordersHandler(url);
    server.script = [fault, fault];

    for (let index = 0; index < 40; index++) handler.write(orderRecord(index));
    const report = await handler.close();

    expect(report).toMatchObject({ accepted: 40, delivered: 40, rejected: {}, dropped: {}, pending: 0 });
    expect(arrived()).toEqual(upTo(40));
  });

  it("sends only the items again that found no room", async () => {
    const handler = ordersHandler(url);
    server.script = ["items-rejected"];

    for (let index = 0; index < 40; index++) handler.write(orderRecord(index));
    await handler.close();

    expect(server.calls).toEqual([40, 20]);
  });

  it("loses and doubles nothing under any order of faults", async () => {
    const faults = fc.constantFrom<BulkFault | undefined>(
      undefined,
      "too-many-requests",
      "unavailable",
      "items-rejected",
      "store-then-cut",
      "store-then-half-answer",
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(faults, { maxLength: 8 }),
        fc.integer({ min: 1, max: 30 }),
        async (script, count) => {
          server.indices.clear();
          server.script = [...script];
          const handler = ordersHandler(url);
          for (let index = 0; index < count; index++) handler.write(orderRecord(index));
          const report = await handler.close();
          expect(report).toMatchObject({ accepted: count, delivered: count, pending: 0 });
          expect(arrived()).toEqual(upTo(count));
        },
      ),
      { numRuns: 40 },
    );
  });

  it("keeps a refused document with the server's reason, without values, and delivers its neighbours", async () => {
    const deadLetterFile = join(mkdtempSync(join(tmpdir(), "dead-letters-")), "refused.jsonl");
    const handler = ordersHandler(url, { deadLetterFile });
    server.blocks.set(indexName("logs-poison", Date.now()), {
      status: 400,
      error: {
        type: "mapper_parsing_exception",
        reason:
          "failed to parse field [duration_ms] of type [double] in document with id 'x'. Preview of field's value: 'secret'",
      },
    });

    for (let index = 0; index < 10; index++)
      handler.write({ ...orderRecord(index), service: index === 4 ? "poison" : "orders" });
    const report = await handler.close();

    expect(report).toMatchObject({ delivered: 9, rejected: { mapper_parsing_exception: 1 }, pending: 0 });
    const letter = JSON.parse(readFileSync(deadLetterFile, "utf8")) as Record<string, unknown>;
    expect(letter).toMatchObject({
      reason: "mapper_parsing_exception",
      detail: "mapper_parsing_exception: failed to parse field [duration_ms] of type [double]",
      index: indexName("logs-poison", Date.now()),
      document: { body: "order 4 placed" },
    });
    expect(JSON.stringify(problems)).not.toContain("secret");
  });

  it("makes no index for an event outside the retention or more than a day ahead, and counts it", async () => {
    const handler = ordersHandler(url, { retentionDays: 7 });
    const now = Date.now();

    for (const offset of [0, -8 * DAY_MS, -6 * DAY_MS, 23 * 3_600_000, 2 * DAY_MS])
      handler.write({ ...orderRecord(1), timestamp: now + offset });
    const report = await handler.close();

    expect(report).toMatchObject({ delivered: 3, rejected: { "too-old": 1, "too-new": 1 }, pending: 0 });
    expect(server.documents).toHaveLength(3);
    expect(problems.map(({ code }) => code)).toContain("record-rejected");
  });

  it.each([
    [
      "a read-only index",
      403,
      "cluster_block_exception",
      "index [x] blocked by: [FORBIDDEN/8/index write (api)];",
      /read-only/,
    ],
    [
      "a full disk",
      429,
      "cluster_block_exception",
      "index [x] blocked by: [TOO_MANY_REQUESTS/12/disk usage exceeded flood-stage watermark, index has read-only-allow-delete block];",
      /flood-stage/,
    ],
    ["a closed index", 400, "index_closed_exception", "closed", /closed/],
    ["an index that is not made", 404, "index_not_found_exception", "no such index [x]", /auto_create_index/],
    [
      "too many shards",
      400,
      "validation_exception",
      "Validation Failed: 1: this action would add [2] total shards",
      /max_shards/,
    ],
    [
      "missing permissions",
      403,
      "security_exception",
      "no permissions for [indices:admin/create]",
      /permission/,
    ],
    [
      "a serverless collection without ids",
      400,
      "illegal_argument_exception",
      "Document ID is not supported in create/index operation request",
      /SEARCH/,
    ],
  ])("keeps the records and says one sentence for %s", async (_, status, type, reason, said) => {
    const handler = ordersHandler(url);
    const index = indexName("logs-orders", Date.now());
    server.blocks.set(index, { status, error: { type, reason } });
    handler.write(orderRecord(0));

    const stopped = await handler.flush();
    server.blocks.clear();
    const report = await handler.close();

    expect(stopped).toMatchObject({ pending: 1, delivered: 0 });
    expect(problems).toHaveLength(1);
    expect(problems[0]!.code).toBe("delivery-stopped");
    expect(problems[0]!.message).toMatch(said);
    expect(report).toMatchObject({ delivered: 1, rejected: {}, dropped: {} });
  });

  it.each([
    [401, "", /credentials are wrong/],
    [403, '{"Message":"User: anonymous is not authorized"}', /may not call _bulk/],
    [404, "<html>", /no _bulk here/],
    [301, "", /redirects/],
    [400, "<html>The plain HTTP request was sent to HTTPS port</html>", /no _bulk here/],
  ])("keeps the records and says one sentence when the server answers %i", async (status, body, said) => {
    const handler = ordersHandler(url, {
      auth: { type: "basic", username: "writer", password: "very-secret" },
    });
    server.refusal = { status, body };
    handler.write(orderRecord(0));

    const stopped = await handler.flush();
    server.refusal = undefined;
    const report = await handler.close();

    expect(stopped).toMatchObject({ pending: 1 });
    expect(problems.map(({ message }) => message)).toEqual([expect.stringMatching(said)]);
    expect(JSON.stringify(problems)).not.toContain("very-secret");
    expect(report).toMatchObject({ delivered: 1 });
  });

  it("keeps what an unreachable server does not take in the spool, and delivers it at the next start", async () => {
    const spool = mkdtempSync(join(tmpdir(), "spool-"));
    const first = ordersHandler("http://127.0.0.1:9", { spool });
    for (let index = 0; index < 5; index++) first.write(orderRecord(index));
    const kept = await first.close({ deadline: Date.now() + 100 });

    const second = ordersHandler(url, { spool });
    const report = await second.close();

    expect(kept).toMatchObject({ delivered: 0, spooled: 5 });
    expect(report).toMatchObject({ accepted: 5, delivered: 5, spooled: 0 });
    expect(arrived()).toEqual(upTo(5));
  });

  it("sends basic authorization, an API key, or a signature of AWS", async () => {
    const auths = [
      { type: "basic", username: "u", password: "p" },
      { type: "apiKey", key: "a2V5" },
      {
        type: "aws",
        region: "eu-west-1",
        credentials: { accessKeyId: "AKID", secretAccessKey: "s", sessionToken: "t" },
      },
    ];
    for (const auth of auths) {
      const handler = ordersHandler(url, { auth });
      handler.write(orderRecord(0));
      await handler.close();
    }

    const sent = server.requests.map(({ headers }) => headers.authorization);
    expect(sent[0]).toBe(`Basic ${Buffer.from("u:p").toString("base64")}`);
    expect(sent[1]).toBe("ApiKey a2V5");
    expect(sent[2]).toMatch(
      /^AWS4-HMAC-SHA256 Credential=AKID\/\d{8}\/eu-west-1\/es\/aws4_request, SignedHeaders=.*x-amz-security-token/,
    );
  });

  it.each([
    [{ url: "nowhere" }, /url must be an address/],
    [{ url: "http://user:hunter2@host" }, /give them as auth/],
    [{ index: "Logs" }, /index "Logs" has an upper-case letter/],
    [{ index: "_logs" }, /begins with one of/],
    [{ index: "logs-{host}" }, /only {service}/],
    [{ auth: { type: "basic", username: "u" } }, /auth.password must be a text/],
    [{ auth: { type: "none" } }, /auth.type is "none"; use basic, apiKey, aws/],
    [{ auth: { type: "apiKey", key: "k", extra: 1 } }, /auth.extra is unknown; use type, key/],
    [{ retentionDays: 0 }, /retentionDays is 0; use a whole number from 1/],
    [{ url: "https://host", caFile: "/does/not/exist.pem" }, /CA file .* cannot be read \(ENOENT\)/],
    [{ colour: "red" }, /option colour is unknown/],
  ])("refuses %j in one sentence without a secret", (options, said) => {
    let message = "";
    try {
      new OpenSearchHandler({ url, ...(options as object) });
    } catch (error) {
      message = (error as Error).message;
    }
    expect(message).toMatch(said);
    expect(message).not.toMatch(/hunter2|\n/);
  });

  it("writes a document that the mapping takes, whatever a record holds", async () => {
    const handler = ordersHandler(url);
    let written = 0;
    fc.assert(
      fc.property(
        fc.string({ unit: "binary" }),
        fc.dictionary(
          fc.oneof(
            fc.string(),
            fc.constantFrom("status", "durationMs", "userId", "trace_id", "error", "route"),
          ),
          fc.anything({ maxDepth: 4, withBigInt: true, withDate: true, withMap: true, withSet: true }),
        ),
        (message, fields) => {
          handler.write({ ...orderRecord(0), message, fields, context: fields });
          written += 1;
        },
      ),
      { numRuns: 100 },
    );

    const report = await handler.close();

    expect(report).toMatchObject({ accepted: written, delivered: written });
  });
});
