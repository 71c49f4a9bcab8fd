import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { decodeSubscription, encodeSubscription, eventId } from "../../../lib/semantics/index.ts";
import { BulkServer } from "../../opensearch/bulk-server.ts";
import type { BulkFault } from "../../opensearch/fault-script.ts";
import { AwsServer } from "../aws-server.ts";

type Handler = typeof import("../../../functions/log-processor/index.ts").handler;

interface Letter {
  readonly target: string;
  readonly reason: string;
  readonly event: { readonly event: { readonly awslogs: { readonly data: string } } };
}

const aws = new AwsServer();
let server: BulkServer;
let url: string;

beforeAll(async () => {
  const endpoint = await aws.start();
  for (const [name, value] of Object.entries({
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: "eu-west-1",
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    AWS_LAMBDA_FUNCTION_NAME: "log-processor",
    DEAD_LETTER_QUEUE_URL: `${endpoint}/111122223333/dead`,
  }))
    vi.stubEnv(name, value);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await aws.stop();
});
beforeEach(async () => {
  aws.reset();
  vi.spyOn(process.stdout, "write").mockImplementation(() => true);
  server = new BulkServer();
  url = await server.start();
});
afterEach(async () => {
  vi.restoreAllMocks();
  await server.stop();
});

/** A fresh environment of the function, as after a cold start. */
async function environment(options: object = {}): Promise<Handler> {
  const destination = { type: "opensearch", name: "search", url, ...options };
  vi.stubEnv("LOG_PROCESSOR_CONFIGURATION", JSON.stringify({ destinations: [destination] }));
  vi.resetModules();
  return (await import("../../../functions/log-processor/index.ts")).handler;
}

const NOW = Date.now();
function payload(messages: readonly string[], at = NOW) {
  const logEvents = messages.map((message, index) => ({
    id: eventId(at + index, 7n, index),
    timestamp: at + index,
    message,
  }));
  const source = { owner: "111122223333", logGroup: "/shop/orders", logStream: "s/1" };
  return { awslogs: { data: encodeSubscription({ ...source, logEvents }) } };
}

const letters = (): Letter[] =>
  aws.of("SendMessage").map(({ MessageBody }) => JSON.parse(String(MessageBody)) as Letter);
const lettered = () =>
  letters().flatMap(({ event }) =>
    decodeSubscription(event.event.awslogs.data).logEvents.map(({ message }) => message),
  );
const context = (ms: number) => ({ getRemainingTimeInMillis: () => ms });

describe("the log processor's destination opensearch", () => {
  it("writes events as documents by their ids, in the index of their service and day", async () => {
    const handler = await environment();
    const line = {
      timestamp: "2026-01-01T00:00:00Z",
      level: "ERROR",
      message: "payment 17 failed",
      logger: "pay",
      service: "Check Out",
      route: "/pay",
      status: 502,
      durationMs: 12.5,
      userId: "u-1",
      error: { name: "TimeoutError", message: "too slow", stack: "TimeoutError: too slow\n at x", code: 7 },
      basket: { lines: 2 },
    };

    await handler(
      payload([
        JSON.stringify(line),
        "plain WARN line 4711",
        '1.2.3.4 - - [01/Jan/2026:00:00:00 +0000] "GET /a?b=1 HTTP/1.1" 404 5',
      ]),
    );

    const day = new Date(NOW).toISOString().slice(0, 10).replaceAll("-", ".");
    expect([...server.indices.keys()].sort()).toEqual([`logs-check-out-${day}`, `logs-orders-${day}`]);
    const [first, second, third] = server.documents.sort((a, b) =>
      String(a["event.id"]).localeCompare(String(b["event.id"])),
    );
    const source = {
      "resource.cloud.account.id": "111122223333",
      "resource.aws.log.group.name": "/shop/orders",
      "resource.aws.log.stream.name": "s/1",
    };
    expect(first).toEqual({
      ...source,
      "event.id": eventId(NOW, 7n, 0),
      "@timestamp": new Date(NOW).toISOString(),
      severity_text: "ERROR",
      severity_number: 17,
      body: "payment 17 failed",
      message_template: "payment <*> failed",
      "scope.name": "pay",
      "resource.service.name": "Check Out",
      "user.id": "u-1",
      "http.route": "/pay",
      "http.response.status_code": 502,
      duration_ms: 12.5,
      "error.type": "TimeoutError",
      "error.message": "too slow",
      "error.stack_trace": "TimeoutError: too slow\n at x",
      attributes: { error: { name: "TimeoutError", code: 7 }, basket: { lines: 2 } },
    });
    expect(second).toMatchObject({
      severity_text: "WARN",
      body: "plain WARN line 4711",
      "resource.service.name": "orders",
    });
    expect(third).toMatchObject({
      "http.route": "/a",
      "http.response.status_code": 404,
      attributes: { client_ip: "1.2.3.4" },
    });
  });

  it.each<BulkFault>([
    "too-many-requests",
    "unavailable",
    "items-rejected",
    "store-then-cut",
    "store-then-half-answer",
    "too-large",
  ])("delivers every event once when calls meet: %s", async (fault) => {
    const handler = await environment();
    server.script = [fault, fault];
    const messages = Array.from({ length: 30 }, (_, index) => `event ${index}`);

    await handler(payload(messages));

    expect(letters()).toEqual([]);
    expect(server.documents.map(({ body }) => body).sort()).toEqual(messages.toSorted());
  });

  it("adds nothing when the payload comes again, to this process or to another", async () => {
    const messages = ["a", "b"];
    const handler = await environment();
    await handler(payload(messages));
    await handler(payload(messages));
    const other = await environment();
    await other(payload(messages));

    expect(server.documents).toHaveLength(2);
    expect(letters()).toEqual([]);
  });

  it("puts refused and untimely events into dead letters with their reasons, and delivers their neighbours", async () => {
    const handler = await environment({ retentionDays: 7 });
    const day = new Date(NOW).toISOString().slice(0, 10).replaceAll("-", ".");
    server.blocks.set(`logs-poison-${day}`, {
      status: 400,
      error: {
        type: "mapper_parsing_exception",
        reason:
          "failed to parse field [x] of type [long] in document with id 'a'. Preview of field's value: 'secret'",
      },
    });

    await handler(payload(['{"message":"bad","service":"poison"}', "good"]));
    await handler(payload(["old"], NOW - 8 * 86_400_000));
    await handler(payload(["new"], NOW + 2 * 86_400_000));

    expect(server.documents.map(({ body }) => body)).toEqual(["good"]);
    expect(letters().map(({ target, reason }) => [target, reason])).toEqual([
      ["search", "OpenSearch: mapper_parsing_exception: failed to parse field [x] of type [long]"],
      ["search", "OpenSearch: the event is older than the retention"],
      ["search", "OpenSearch: the event lies more than a day ahead"],
    ]);
    expect(lettered()).toEqual(['{"message":"bad","service":"poison"}', "old", "new"]);
  });

  it.each([
    [{ status: 401, body: "" }, /credentials are wrong/],
    [{ status: 403, body: "" }, /may not call _bulk/],
    [{ status: 503, body: "" }, /HTTP 503/],
  ])("keeps every event in dead letters when the server answers %j", async (refusal, reason) => {
    const handler = await environment({ auth: { type: "basic", username: "u", password: "very-secret" } });
    server.refusal = refusal;

    await handler(payload(["a", "b"]), context(5_000));

    expect(lettered()).toEqual(["a", "b"]);
    expect(letters()[0]!.reason).toMatch(reason);
    expect(JSON.stringify(letters())).not.toContain("very-secret");
  });

  it("redrives what a dead letter holds", async () => {
    const handler = await environment();
    server.refusal = { status: 401, body: "" };
    await handler(payload(["a"]));
    const [letter] = letters();
    server.refusal = undefined;

    await (await environment())(letter!.event);

    expect(server.documents.map(({ body }) => body)).toEqual(["a"]);
  });

  it("refuses an index name that no server takes, before it does anything", async () => {
    const handler = await environment({ index: "Logs" });

    await expect(handler(payload(["a"]))).rejects.toThrow(/index "Logs" has an upper-case letter/);
  });
});
