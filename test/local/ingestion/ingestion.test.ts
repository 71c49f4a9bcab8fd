import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  GetLogEventsCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { OtlpHandler, type OtlpHandlerOptions } from "../../../lib/handlers/otlp/index.ts";
import type { LogRecord } from "../../../lib/logger/record.ts";
import { LocalCloud } from "../../../local/index.ts";
import { concatenatedJson } from "../../../local/protocols/ingestion/json-texts.ts";

const START = Date.UTC(2026, 0, 5, 10);
const GROUP = "/shop/orders";
const TRACE = {
  trace_id: "5759e988bd862e3fe1be46a994272793",
  span_id: "53995c3f42cd8ad8",
  trace_flags: "01",
};
const TOKEN = { authorization: "Bearer ACWLtoken" };
let cloud: LocalCloud;
let client: CloudWatchLogsClient;
let stream: string;
let number = 0;

beforeAll(async () => {
  cloud = await LocalCloud.start({ clock: { start: START, speed: 0 } });
  client = new CloudWatchLogsClient({
    endpoint: cloud.endpoints.aws,
    region: cloud.env["AWS_REGION"]!,
    credentials: { accessKeyId: "a", secretAccessKey: "b" },
  });
  await client.send(new CreateLogGroupCommand({ logGroupName: GROUP }));
});
beforeEach(async () => {
  stream = `stream-${++number}`;
  await client.send(new CreateLogStreamCommand({ logGroupName: GROUP, logStreamName: stream }));
});
afterAll(async () => {
  client.destroy();
  await cloud.stop();
});

async function stored(): Promise<{ timestamp: number; message: string }[]> {
  const { events = [] } = await client.send(
    new GetLogEventsCommand({ logGroupName: GROUP, logStreamName: stream, startFromHead: true }),
  );
  return events.map(({ timestamp, message }) => ({ timestamp: timestamp!, message: message! }));
}

async function post(
  path: string,
  body: string | Uint8Array<ArrayBuffer>,
  headers: Readonly<Record<string, string>> = {},
): Promise<{ status: number; answer: Record<string, unknown> }> {
  const response = await fetch(`${cloud.endpoints.aws}${path}`, {
    method: "POST",
    body,
    headers: { "content-type": "application/json", ...headers },
  });
  return { status: response.status, answer: (await response.json()) as Record<string, unknown> };
}
const target = () => ({ ...TOKEN, "x-aws-log-group": GROUP, "x-aws-log-stream": stream });
const query = () => `?logGroup=${encodeURIComponent(GROUP)}&logStream=${stream}`;

function record(index: number, more: Partial<LogRecord> = {}): LogRecord {
  return {
    timestamp: START + index,
    level: 30,
    logger: "orders.api",
    message: `order ${index} placed`,
    service: "shop",
    context: TRACE,
    fields: { index },
    error: undefined,
    ...more,
  };
}

describe.each(["http/json", "http/protobuf"] as const)("OTLP as %s", (protocol) => {
  const handler = (options: OtlpHandlerOptions = {}) =>
    new OtlpHandler({
      url: `${cloud.endpoints.aws}/v1/logs`,
      protocol,
      lingerMs: 0,
      backoffBaseMs: 1,
      detectResource: "off",
      signals: false,
      ...options,
    });
  const aws = () => ({
    logGroupName: GROUP,
    logStreamName: stream,
    auth: {
      type: "aws",
      region: cloud.env["AWS_REGION"]!,
      credentials: { accessKeyId: "a", secretAccessKey: "b" },
    } as const,
  });

  it("goes into the log group that its header names, an event for each record", async () => {
    const otlp = handler(aws());

    for (let index = 0; index < 3; index++) otlp.write(record(index));
    const report = await otlp.close();

    expect(report).toMatchObject({ accepted: 3, delivered: 3 });
    const events = await stored();
    expect(events.map(({ timestamp }) => timestamp)).toEqual([START, START + 1, START + 2]);
    expect(JSON.parse(events[1]!.message)).toMatchObject({
      resource: { attributes: { "service.name": "shop" } },
      scope: { name: "orders.api" },
      severityNumber: 9,
      severityText: "INFO",
      body: "order 1 placed",
      attributes: { index: 1 },
      traceId: TRACE.trace_id,
      spanId: TRACE.span_id,
      flags: 1,
    });
    expect(events[1]!.message).toContain(`"timeUnixNano":${START + 1}000000`);
  });

  it("tells what is too old or too new as a partial success, which the handler counts", async () => {
    const otlp = handler({ ...aws(), lingerMs: 60_000 });
    const DAY = 86_400_000;

    otlp.write(record(0));
    otlp.write(record(1, { timestamp: START - 15 * DAY }));
    otlp.write(record(2, { timestamp: START + DAY }));
    const report = await otlp.close();

    expect(report).toMatchObject({ accepted: 3, delivered: 1, rejected: { "too-old": 1, "too-new": 1 } });
    expect(await stored()).toHaveLength(1);
  });

  it("without a group goes to Cloud Logging, where it can be read back", async () => {
    const otlp = handler({ resource: { "gcp.project_id": "shop-logs" } });

    otlp.write(record(0, { level: 50, fields: { protocol } }));
    const report = await otlp.close();

    expect(report).toMatchObject({ delivered: 1 });
    const { answer } = await post(
      "/v2/entries:list",
      JSON.stringify({ resourceNames: ["projects/shop-logs"], filter: `labels.protocol="${protocol}"` }),
    );
    expect(answer["entries"]).toMatchObject([
      {
        logName: "projects/shop-logs/logs/shop",
        severity: "ERROR",
        textPayload: "order 0 placed",
        labels: { protocol },
        timestamp: "2026-01-05T10:00:00Z",
        trace: `projects/shop-logs/traces/${TRACE.trace_id}`,
        spanId: TRACE.span_id,
        traceSampled: true,
        resource: { type: "generic_node", labels: { project_id: "shop-logs" } },
      },
    ]);
  });

  it("is delivered whole although the cloud throttles and fails", async () => {
    const otlp = handler({ ...aws(), lingerMs: 60_000, maximumRecords: 5 });
    cloud.faults.set("logs:PutLogEvents", { throttle: 0.3, error: 0.2 });

    for (let index = 0; index < 40; index++) otlp.write(record(index));
    const report = await otlp.close();
    cloud.faults.clear();

    expect(report).toMatchObject({ accepted: 40, delivered: 40 });
    const indices = (await stored()).map(
      ({ message }) => (JSON.parse(message) as { attributes: { index: number } }).attributes.index,
    );
    expect(new Set(indices).size).toBe(40);
  });
});

describe("/services/collector/event", () => {
  const path = "/services/collector/event";

  it.each([
    ["one event", '{"event":"hello","time":1767607200.5}', [["hello", START + 500]]],
    [
      "a list, times as text, without a time and with none",
      '[{"event":{"a":1},"time":"1767607201"},{"event":42},{"event":true,"time":"never"}]',
      [
        ["42", START],
        ["true", START],
        ['{"a":1}', START + 1_000],
      ],
    ],
    [
      "events one behind the other, skipping what has no event",
      '{"event":"one","time":1767607200}{"message":"no"} "text" {"event":"}{","time":1767607202}',
      [
        ["one", START],
        ["}{", START + 2_000],
      ],
    ],
  ])("takes %s", async (_name, body, expected) => {
    const answer = await post(path + query(), body, TOKEN);

    expect(answer).toEqual({ status: 200, answer: {} });
    expect((await stored()).map(({ message, timestamp }) => [message, timestamp])).toEqual(expected);
  });
});

it("/ingest/bulk takes any value on a line, lists as their elements, and skips what is no JSON", async () => {
  const lines = [
    `{"timestamp":${START + 5},"message":"one","n":1.0}`,
    "",
    `[{"timestamp":${START + 6},"m":"a"},"b"]`,
    '"text"',
    "42",
    "null",
    "{broken",
    "[]",
  ];

  const answer = await post("/ingest/bulk", lines.join("\r\n"), {
    ...target(),
    "content-type": "application/x-ndjson",
  });

  expect(answer).toEqual({ status: 200, answer: {} });
  expect((await stored()).map(({ message, timestamp }) => [message, timestamp])).toEqual([
    ["b", START],
    ["text", START],
    ["42", START],
    ["null", START],
    [`{"timestamp":${START + 5},"message":"one","n":1.0}`, START + 5],
    [`{"timestamp":${START + 6},"m":"a"}`, START + 6],
  ]);
});

it.each([
  ["an object", `{"timestamp":${START + 1},"message":"m"}`, 1],
  ["a list with other things in it", `[{"a":1},"text",42,{"b":2}]`, 2],
  ["an empty list", "[]", 0],
  ["a value that is no object", '"text"', 0],
  ["objects one behind the other: the first", '{"a":1}{"b":2}', 1],
])("/ingest/json takes %s", async (_name, body, count) => {
  const answer = await post("/ingest/json", body, target());

  expect(answer).toEqual({ status: 200, answer: {} });
  expect(await stored()).toHaveLength(count);
});

describe("a request is refused", () => {
  const body = '{"event":"x"}';
  const path = "/services/collector/event";

  it.each<[string, () => Promise<{ status: number; answer: Record<string, unknown> }>, number, RegExp]>([
    ["without authorization", () => post(path + query(), body), 401, /Not authorized/],
    ["with another token", () => post(path + query(), body, { authorization: "Bearer x" }), 401, /Not auth/],
    ["without a stream", () => post(`${path}?logGroup=x`, body, TOKEN), 400, /logStream is missing/],
    ["with a group named twice", () => post(path + query(), body, target()), 400, /logGroup is given as/],
    [
      "whose group does not exist",
      () => post(path, body, { ...target(), "x-aws-log-group": "none" }),
      400,
      /specified log group does not exist/,
    ],
    [
      "of another type",
      () => post(path + query(), body, { ...TOKEN, "content-type": "application/xml" }),
      400,
      /content type "application\/xml" is not taken/,
    ],
    ["that is no JSON", () => post("/ingest/json", "{", target()), 400, /not valid JSON/],
    [
      "of OTLP with its group in the query",
      () => post(`/v1/logs${query()}`, '{"resourceLogs":[]}', TOKEN),
      400,
      /logGroup is missing: name it in the header x-aws-log-group\./,
    ],
    ["that is no OTLP", () => post("/v1/logs", "[]", target()), 400, /no ExportLogsServiceRequest/],
    [
      "of OTLP whose members are wrong",
      () => post("/v1/logs", '{"resourceLogs":[{"scopeLogs":7}]}'),
      400,
      /no ExportLogsServiceRequest/,
    ],
    [
      "signed for another Region",
      () =>
        post(path + query(), body, {
          authorization: `AWS4-HMAC-SHA256 Credential=a/20260105/eu-north-1/logs/aws4_request, SignedHeaders=host, Signature=${"0".repeat(64)}`,
          "x-amz-date": "20260105T100000Z",
        }),
      401,
      /valid region/,
    ],
  ])("%s", async (_name, send, status, message) => {
    const { status: given, answer } = await send();

    expect(given).toBe(status);
    expect(answer["message"]).toMatch(message);
    expect(await stored()).toEqual([]);
  });

  it.each(["/v1/logs", path, "/ingest/bulk", "/ingest/json"])("of a web page: %s", async (endpoint) => {
    const response = await fetch(`${cloud.endpoints.aws}${endpoint}${query()}`, {
      method: "POST",
      body,
      headers: { ...target(), "content-type": "application/json", origin: "https://evil.example" },
    });

    expect(response.status).toBe(403);
    expect(await stored()).toEqual([]);
  });
});

it("values that stand one behind the other are told apart, and nothing makes that loop", () => {
  fc.assert(
    fc.property(fc.array(fc.jsonValue(), { maxLength: 6 }), (values) => {
      const objects = values.map((value) => ({ value }));
      const text = objects.map((value) => JSON.stringify(value)).join("");
      expect([...concatenatedJson(text)].map((one) => JSON.parse(one) as unknown)).toEqual(
        objects.map((one) => JSON.parse(JSON.stringify(one)) as unknown),
      );
    }),
  );
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'{}[]"\\, a1\n') }), (text) => {
      expect([...concatenatedJson(text)].join("").length).toBeLessThanOrEqual(text.length);
    }),
    { numRuns: 1_000 },
  );
});
