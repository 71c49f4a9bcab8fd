import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CloudWatchClient, GetDashboardCommand } from "@aws-sdk/client-cloudwatch";
import { CloudWatchLogsClient, PutLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { ListBucketsCommand, ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import { GetQueueAttributesCommand, ListQueuesCommand, SQSClient } from "@aws-sdk/client-sqs";
import { namedQuery, queryAthena, renderQuery } from "@cumulog/lake";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { LocalCloud } from "../../local/index.ts";
import { synthesize } from "../../scripts/start/synthesize.ts";
import { run } from "../cli/command.ts";

const START = Date.UTC(2026, 0, 2, 3, 4, 0);
const EVENTS = Number(process.env["CUMULOG_LAKE_EVENTS"] ?? 3_000);
const CONFIGURATION = `
service: shop
groups:
  api: { name: /shop/api, streams: [web], keepWhenRemoved: false }
lake:
  groups: [api]
  columns: { order_id: { from: $.orderId, type: integer } }
  keepWhenRemoved: false
  report: { schedule: cron(0 4 * * ? *), title: Shop, timezone: Europe/Berlin }
  widgets: [error-rate-by-hour]
channels:
  people:
    emails: [people@example.com]
    destinations: [{ name: chat, type: slack, webhookUrl: "https://hooks.example.com/shop" }]
`;

let folder: string;
let cloud: LocalCloud;
let logs: CloudWatchLogsClient;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "lake-cloud-"));
  writeFileSync(join(folder, "cumulog.yaml"), CONFIGURATION);
  await synthesize("infra/app.ts", join(folder, "cumulog.yaml"), join(folder, "cdk.out"));
  cloud = await LocalCloud.start({ clock: { start: START, speed: 0 } });
  await cloud.deploy(join(folder, "cdk.out"));
  for (const [name, value] of Object.entries(cloud.env)) vi.stubEnv(name, value);
  logs = new CloudWatchLogsClient({});
}, 240_000);

afterAll(async () => {
  vi.unstubAllEnvs();
  logs?.destroy();
  await cloud?.stop();
  rmSync(folder, { recursive: true, force: true });
}, 60_000);

async function put(from: number, to: number): Promise<void> {
  for (let index = from; index < to; index += 1_000)
    await logs.send(
      new PutLogEventsCommand({
        logGroupName: "/shop/api",
        logStreamName: "web",
        logEvents: Array.from({ length: Math.min(1_000, to - index) }, (_, offset) => ({
          timestamp: START,
          message: JSON.stringify({
            level: (index + offset) % 10 === 0 ? "ERROR" : "INFO",
            message: `order ${index + offset} placed`,
            service: "shop",
            orderId: index + offset,
          }),
        })),
      }),
    );
  await cloud.settled();
}

const athena = (sql: string) => queryAthena({ sql, database: "cumulog_logs", workgroup: "cumulog-logs" });
const count = async (table: string) =>
  Number((await athena(`SELECT COUNT(*) AS n FROM ${table}`)).rows[0]![0]);

/** The queue that the processor's letters go to. */
async function letters(sqs: SQSClient): Promise<{ url: string; messages: number }> {
  const { QueueUrls = [] } = await sqs.send(new ListQueuesCommand({}));
  const url = QueueUrls.find((one) => /ProcessorDeadLetter/.test(one))!;
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ["ApproximateNumberOfMessages"] }),
  );
  return { url, messages: Number(Attributes?.["ApproximateNumberOfMessages"]) };
}

async function widgetOnDashboard() {
  const client = new CloudWatchClient({});
  const { DashboardBody = "" } = await client.send(new GetDashboardCommand({ DashboardName: "shop" }));
  client.destroy();
  const { widgets } = JSON.parse(DashboardBody) as {
    widgets: { type: string; properties: { endpoint?: string } }[];
  };
  const widget = widgets.find(({ type }) => type === "custom")!;
  return { widget, name: widget.properties.endpoint! };
}

async function ask(FunctionName: string, event: unknown): Promise<string> {
  const client = new LambdaClient({});
  const { Payload, FunctionError } = await client.send(
    new InvokeCommand({ FunctionName, Payload: JSON.stringify(event) }),
  );
  client.destroy();
  expect(FunctionError).toBeUndefined();
  return JSON.parse(Buffer.from(Payload!).toString()) as string;
}

describe("the lake in the local cloud", () => {
  test("takes every event once through throttling and errors of Firehose; redrive adds what was left", async () => {
    const sqs = new SQSClient({});
    cloud.faults.set("firehose:PutRecordBatch", { throttle: 0.3, error: 0.05, stored: 0.5 });
    cloud.faults.set("firehose:Record", { throttle: 0.3, error: 0.05, stored: 0.5, seed: 7 });

    await put(0, EVENTS);
    // Nothing of this call arrives: all of it must be in the letters.
    cloud.faults.set("firehose:PutRecordBatch", { throttle: 1 });
    await put(EVENTS, EVENTS + 20);
    await cloud.clock.advance("10m");
    await cloud.settled();

    const delivered = await count("logs");
    const { url, messages } = await letters(sqs);
    expect(messages).toBeGreaterThan(0);
    expect(delivered).toBeLessThan(EVENTS + 20);
    expect(await count("(SELECT DISTINCT event_id FROM logs)")).toBe(delivered);
    expect(await count("logs_raw")).toBeGreaterThan(delivered);

    cloud.faults.clear();
    await run(["redrive", "replay", "--queue-url", url, "--limit", "1000"], { ...cloud.env });
    await cloud.settled();
    await cloud.clock.advance("10m");
    await cloud.settled();

    expect((await letters(sqs)).messages).toBe(0);
    expect(await count("logs")).toBe(EVENTS + 20);
    expect(await count("(SELECT DISTINCT order_id FROM logs)")).toBe(EVENTS + 20);
    sqs.destroy();
  }, 400_000);

  test("answers the queries that ship, in Athena's words", async () => {
    const { rows, columns, scannedBytes } = await athena(
      renderQuery(namedQuery("error-rate-by-hour"), { dialect: "athena" }),
    );

    expect(columns).toEqual(["day", "hour", "events", "errors", "error_rate"]);
    expect(rows).toEqual([["2026-01-02", 3, EVENTS + 20, (EVENTS + 20) / 10, 0.1]]);
    expect(scannedBytes).toBeGreaterThan(0);
  });

  test("keeps files in the folder of their day", async () => {
    const s3 = new S3Client({ forcePathStyle: true });
    const { Buckets = [] } = await s3.send(new ListBucketsCommand({}));
    const { Contents = [] } = await s3.send(
      new ListObjectsV2Command({ Bucket: Buckets[0]!.Name!, Prefix: "logs/" }),
    );
    s3.destroy();

    expect(Contents.length).toBeGreaterThan(0);
    for (const { Key } of Contents) expect(Key).toMatch(/^logs\/day=2026-01-02\/.+\.parquet$/);
  });

  test("writes a report when it is due, and tells the channel where it is", async () => {
    await cloud.clock.advance("1h");
    await cloud.settled();

    const told = cloud.inbox
      .list()
      .map((message) => JSON.stringify(message))
      .filter((text) => text.includes("Shop, the last 7 days"));
    const [link] = /http:\/\/127[^\s"\\]+\/reports\/[^\s"\\]+\.html/.exec(told[0] ?? "") ?? [];
    const page = await fetch(link!, { headers: { accept: "text/html,*/*;q=0.8" } });
    const html = await page.text();
    expect(told.some((text) => text.includes("people@example.com"))).toBe(true);
    expect(told.some((text) => text.includes("hooks.example.com"))).toBe(true);
    expect(page.headers.get("content-type")).toContain("text/html");
    expect(html).toContain("<h1>Shop</h1>");
    expect(html).toContain(`${(EVENTS + 20).toLocaleString("en")} events`);
    expect(html).toContain("<svg");
    expect(html).toContain("font/woff2");
    expect(html).toContain("2026-01-02 04:04");
    expect(html).not.toContain("<script");
  }, 60_000);

  describe("the function behind widgets of dashboards", () => {
    test("says what it does, and is on the dashboard", async () => {
      const { name, widget } = await widgetOnDashboard();

      expect(widget).toMatchObject({
        type: "custom",
        properties: { params: { query: "error-rate-by-hour" } },
      });
      expect(await ask(name, { describe: true })).toContain("query: error-rate-by-hour");
    });

    test("draws the chart in the dashboard's size and colours", async () => {
      const { name } = await widgetOnDashboard();

      const svg = await ask(name, {
        query: "error-rate-by-hour",
        widgetContext: {
          theme: "dark",
          width: 700,
          height: 250,
          timezone: { label: "UTC", offsetISO: "+00:00", offsetInMinutes: 0 },
          timeRange: { mode: "absolute", start: START - 3_600_000, end: START + 3_600_000 },
        },
      });

      expect(svg).toMatch(/^<svg width="700" height="250"/);
      expect(svg).toContain("2026-01-02 03:00");
    });

    test.each([
      [{ query: "<script>alert(1)</script>" }, "&lt;script&gt;"],
      [{ query: "user-history" }, "has no chart"],
      [{ query: "error-rate-by-hour", parameters: { "<b>": "1" } }, "&lt;b&gt;"],
      [{ query: 1 }, "cannot be read"],
      [{ query: "error-rate-by-hour", widgetContext: { timeRange: { start: 0, end: 1 } } }, "no events"],
    ])("says in a sentence why there is no chart for %j", async (event, sentence) => {
      const { name } = await widgetOnDashboard();

      const html = await ask(name, event);

      expect(html).toMatch(/^<p>[^<]*<\/p>$/);
      expect(html).toContain(sentence);
    });
  });

  test("is filled up with what a group had before, and the same again adds nothing", async () => {
    const before = START - 5 * 86_400_000;
    await logs.send(
      new PutLogEventsCommand({
        logGroupName: "/shop/api",
        logStreamName: "web",
        logEvents: [0, 1, 2].map((index) => ({
          timestamp: before + index,
          message: JSON.stringify({
            level: "INFO",
            message: "from before",
            service: "shop",
            orderId: -index,
          }),
        })),
      }),
    );
    await cloud.settled();
    await cloud.clock.advance("10m");
    await cloud.settled();
    const delivered = await count("logs");
    const raw = await count("logs_raw");
    const s3 = new S3Client({ forcePathStyle: true });
    const { Buckets = [] } = await s3.send(new ListBucketsCommand({}));
    const bucket = Buckets.find(({ Name }) => /lakebucket/.test(Name!))!.Name!;
    const fill = () =>
      run(
        [
          ...["lake", "load", "--group", "/shop/api", "--lake", `s3://${bucket}/logs/`, "--json"],
          ...["--config", join(folder, "cumulog.yaml")],
        ],
        { ...cloud.env },
      );

    const [first, second] = [await fill(), await fill()];

    expect(first.stderr).toBe("");
    const { loaded, files } = JSON.parse(first.stdout) as { loaded: number; files: number };
    expect(loaded).toBe(delivered);
    expect(JSON.parse(second.stdout)).toMatchObject({ loaded, files });
    expect(await count("logs_raw")).toBeGreaterThanOrEqual(raw + loaded);
    expect(await count("logs")).toBe(delivered);
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: "logs/" }));
    s3.destroy();
    const names = Contents.map(({ Key }) => Key!).filter((key) => key.includes("backfill"));
    expect(new Set(names.map((key) => key.split("/")[1]))).toContain("day=2025-12-28");
    for (const name of names) expect(name).toMatch(/^logs\/day=[\d-]{10}\/backfill-[0-9a-f]{32}\.parquet$/);
  }, 120_000);

  test("keeps what one load brought when another follows", async () => {
    const s3 = new S3Client({ forcePathStyle: true });
    const { Buckets = [] } = await s3.send(new ListBucketsCommand({}));
    s3.destroy();
    const bucket = Buckets.find(({ Name }) => /lakebucket/.test(Name!))!.Name!;
    const before = await count("logs");
    const log = join(folder, "rotated.log");
    const parameters = ["lake", "load", log, "--lake", `s3://${bucket}/logs/`, "--json"];

    for (const text of ["one", "two"]) {
      writeFileSync(log, `2025-12-20T00:00:00Z INFO ${text}\n`);
      await run(parameters, { ...cloud.env });
    }

    expect(await count("logs")).toBe(before + 2);
  }, 120_000);

  test.each([
    ["DROP TABLE logs_raw", "runs SELECT"],
    ["SELECT * FROM nowhere", "nowhere"],
    ["SELECT * FROM read_text('/etc/hostname')", "Cannot access"],
    ["SELECT 1; SELECT 2", "Only one"],
  ])("refuses %s", async (sql, reason) => {
    await expect(athena(sql)).rejects.toThrow(reason);
  });
});
