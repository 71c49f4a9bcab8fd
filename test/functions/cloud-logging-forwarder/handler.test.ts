import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { encodeSubscription, eventId, type LogEntry } from "../../../lib/semantics/index.ts";
import { AwsServer } from "../aws-server.ts";
import { WebServer } from "../web-server.ts";

type Handler = typeof import("../../../functions/cloud-logging-forwarder/index.ts").handler;

const aws = new AwsServer();
const google = new WebServer();
let handler: Handler;

beforeAll(async () => {
  const endpoint = await aws.start();
  for (const [name, value] of Object.entries({
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: "eu-west-1",
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    AWS_LAMBDA_FUNCTION_NAME: "forwarder",
    DEAD_LETTER_QUEUE_URL: `${endpoint}/111122223333/dead`,
    CLOUD_LOGGING_ENDPOINT: await google.start(),
    CLOUD_LOGGING_CONFIGURATION: JSON.stringify({ projectId: "shop-logs", credentials: "none" }),
  })) {
    vi.stubEnv(name, value);
  }
  handler = (await import("../../../functions/cloud-logging-forwarder/index.ts")).handler;
});

afterAll(async () => {
  vi.unstubAllEnvs();
  await Promise.all([aws.stop(), google.stop()]);
});

beforeEach(() => {
  aws.reset();
  google.reset();
  vi.spyOn(process.stdout, "write").mockReturnValue(true);
  return () => vi.restoreAllMocks();
});

const AT = 1_700_000_000_123;

function payload(messages: readonly string[], logGroup = "/shop/orders") {
  const logEvents = messages.map((message, index) => ({
    id: eventId(AT + index, 7n, index),
    timestamp: AT + index,
    message,
  }));
  return {
    awslogs: { data: encodeSubscription({ owner: "111122223333", logGroup, logStream: "s/1", logEvents }) },
  };
}

function entries(): LogEntry[] {
  return google.posts.flatMap(({ body }) => body.entries);
}

/** What Cloud Logging answers when it took all but some entries. */
function partial(errors: Record<number, { code: number; message: string }>) {
  const details = [
    { "@type": "type.googleapis.com/google.logging.v2.WriteLogEntriesPartialErrors", logEntryErrors: errors },
  ];
  return { status: 400, body: JSON.stringify({ error: { code: 400, status: "INVALID_ARGUMENT", details } }) };
}

describe("cloud-logging-forwarder", () => {
  it("keeps id and time, maps severity and trace, and labels the source", async () => {
    await handler(
      payload([
        '{"level":"ERROR","message":"refused","orderId":17,"xrayTraceId":"1-5759e988-bd862e3fe1be46a994272793"}',
        "2026-11-20T21:30:00.000Z\tr-1\tWARN\tslow answer",
        "plain",
        '{"level":"INFO","message":"traced","trace_id":"5759e988bd862e3fe1be46a994272793","span_id":"53995c3f42cd8ad8","trace_flags":"01"}',
      ]),
    );

    const [json, lambda, plain, traced] = entries() as [LogEntry, LogEntry, LogEntry, LogEntry];
    expect(json).toMatchObject({
      insertId: eventId(AT, 7n, 0),
      timestamp: new Date(AT).toISOString(),
      severity: "ERROR",
      trace: "projects/shop-logs/traces/5759e988bd862e3fe1be46a994272793",
      logName: "projects/shop-logs/logs/aws%2Fshop%2Forders",
      resource: { type: "global" },
      labels: {
        aws_account: "111122223333",
        aws_region: "eu-west-1",
        log_group: "/shop/orders",
        log_stream: "s/1",
      },
      jsonPayload: { message: "refused", orderId: 17 },
    });
    expect(lambda).toMatchObject({
      severity: "WARNING",
      textPayload: expect.stringContaining("slow answer"),
    });
    expect(plain).toMatchObject({ textPayload: "plain", insertId: eventId(AT + 2, 7n, 2) });
    expect(traced).toMatchObject({
      trace: "projects/shop-logs/traces/5759e988bd862e3fe1be46a994272793",
      spanId: "53995c3f42cd8ad8",
      traceSampled: true,
    });
    expect(google.posts[0]!.body.partialSuccess).toBe(true);
  });

  it("sends only those entries again that could not be taken for the moment, and buries those that never will", async () => {
    google.answer = (_post, count) =>
      count === 1 ? partial({ 1: { code: 8, message: "quota" }, 2: { code: 3, message: "bad label" } }) : {};

    await handler(payload(["a", "b", "c", "d"]));

    expect(google.posts.map(({ body }) => body.entries.map((entry: LogEntry) => entry.textPayload))).toEqual([
      ["a", "b", "c", "d"],
      ["b"],
    ]);
    const letter = JSON.parse(aws.of("SendMessage")[0]!["MessageBody"]!);
    expect(letter).toMatchObject({
      target: "cloud-logging",
      reason: expect.stringContaining("bad label"),
      summary: "1 log events of /shop/orders",
    });
    google.reset();
    await handler(letter.event);
    expect(entries().map(({ textPayload, insertId }) => [textPayload, insertId])).toEqual([
      ["c", eventId(AT + 2, 7n, 2)],
    ]);
  });

  it("repeats a failed call with the same insertIds", async () => {
    google.answer = (_post, count) => (count === 1 ? { status: 503 } : {});

    await handler(payload(["a"]));

    const ids = google.posts.map(({ body }) => body.entries[0].insertId);
    expect(ids).toEqual([eventId(AT, 7n, 0), eventId(AT, 7n, 0)]);
    expect(aws.of("SendMessage")).toEqual([]);
  });

  it("loses nothing when Cloud Logging denies", async () => {
    google.answer = () => ({ status: 403, body: '{"error":{"code":403}}' });

    await handler(payload(["a", "b"]));

    expect(JSON.parse(aws.of("SendMessage")[0]!["MessageBody"]!)).toMatchObject({
      summary: "2 log events of /shop/orders",
    });
  });

  it("keeps to the limits of calls and entries", async () => {
    const large = `"quoted" ü😀${"ü".repeat(400_000)}`;

    await handler(payload([large, ...Array.from({ length: 2_500 }, (_, index) => `line ${index}`)]));

    for (const { body, text } of google.posts) {
      expect(body.entries.length).toBeLessThanOrEqual(1_000);
      expect(Buffer.byteLength(text)).toBeLessThanOrEqual(10_000_000);
      for (const entry of body.entries)
        expect(Buffer.byteLength(JSON.stringify(entry))).toBeLessThanOrEqual(256 * 1024);
    }
    const parts = entries().filter((entry) => entry.split !== undefined);
    expect(parts.map((entry) => entry.textPayload).join("") === large).toBe(true);
    expect(entries()).toHaveLength(2_500 + parts.length);
  });

  it("skips control messages and its own log group", async () => {
    const control = {
      owner: "CloudwatchLogs",
      logGroup: "",
      logStream: "",
      messageType: "CONTROL_MESSAGE" as const,
    };

    await handler({
      awslogs: {
        data: encodeSubscription({ ...control, logEvents: [{ id: "", timestamp: 1, message: "CWL" }] }),
      },
    });
    await handler(payload(["a"], "/aws/lambda/forwarder"));

    expect(google.posts).toEqual([]);
  });

  it("fails as a whole for what it cannot read", async () => {
    await expect(handler({})).rejects.toThrow("awslogs.data");
    await expect(handler({ awslogs: { data: "AAAA" } })).rejects.toThrow();
  });
});
