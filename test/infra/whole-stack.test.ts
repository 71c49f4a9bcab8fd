import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CloudWatchClient, GetMetricDataCommand } from "@aws-sdk/client-cloudwatch";
import {
  CloudWatchLogsClient,
  FilterLogEventsCommand,
  PutLogEventsCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { LambdaClient, ListFunctionsCommand } from "@aws-sdk/client-lambda";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { jsonFormatter } from "../../lib/logger/json-formatter.ts";
import { LEVELS } from "../../lib/logger/levels.ts";
import { LocalCloud } from "../../local/index.ts";
import { CloudReader } from "../../scripts/start/cloud-reader.ts";
import { storeSecrets } from "../../scripts/start/secrets.ts";
import { synthesize } from "../../scripts/start/synthesize.ts";
import { WebhookReceiver } from "../../scripts/start/webhook-receiver.ts";

const CONFIGURATION = `
service: shop
groups:
  api: { name: /shop/api, streams: [web], keepWhenRemoved: false }
signals:
  shop-errors:
    group: api
    level: error
    moreThan: 2
    within: 1m
    windows: { over: 2, of: 3 }
    channels: [team]
    dimensions: { route: $.route }
    alarmFor: [{ route: /pay }, { route: /search }]
channels:
  team:
    destinations:
      - { name: team, type: webhook, url: "ssm:/shop/url", signingSecret: "ssm:/shop/secret" }
googleCloud: { groups: [api], projectId: local-project, credentials: none }
`;
const ALARM = "shop-errors";

let folder: string;
let cloud: LocalCloud;
let reader: CloudReader;
let receiver: WebhookReceiver;
let logs: CloudWatchLogsClient;
let metrics: CloudWatchClient;
let lambda: LambdaClient;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "whole-stack-"));
  const configuration = join(folder, "cumulog.yaml");
  writeFileSync(configuration, CONFIGURATION);
  await synthesize("infra/app.ts", configuration, join(folder, "cdk.out"));
  receiver = new WebhookReceiver();
  const url = await receiver.start();
  cloud = await LocalCloud.start({ clock: { start: Date.UTC(2026, 0, 2, 3, 4, 0), speed: 0 } });
  await storeSecrets(cloud, { "/shop/url": url, "/shop/secret": receiver.secret });
  await cloud.deploy(join(folder, "cdk.out"));
  reader = new CloudReader(cloud);
  const client = {
    endpoint: cloud.endpoints.aws,
    region: cloud.env["AWS_REGION"]!,
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
  };
  logs = new CloudWatchLogsClient(client);
  metrics = new CloudWatchClient(client);
  lambda = new LambdaClient(client);
}, 120_000);

afterAll(async () => {
  reader?.close();
  logs?.destroy();
  metrics?.destroy();
  lambda?.destroy();
  await cloud?.stop();
  await receiver?.stop();
  rmSync(folder, { recursive: true, force: true });
});

let written = 0;
function line(level: number, fields: Readonly<Record<string, unknown>>): string {
  written += 1;
  const isError = level >= LEVELS.error;
  return jsonFormatter({
    timestamp: cloud.clock.now(),
    level,
    logger: "shop.api",
    message: `request ${written} ${isError ? "failed" : "answered"}`,
    service: "shop",
    context: undefined,
    fields,
    error: isError ? new Error("the provider timed out") : undefined,
  });
}

/** The service answers one request, logs one error for each of the routes, and a minute goes by. */
async function minuteWithErrors(routes: readonly string[]): Promise<void> {
  const timestamp = cloud.clock.now();
  const messages = [line(LEVELS.info, {}), ...routes.map((route) => line(LEVELS.error, { route }))];
  await logs.send(
    new PutLogEventsCommand({
      logGroupName: "/shop/api",
      logStreamName: "web",
      logEvents: messages.map((message) => ({ timestamp, message })),
    }),
  );
  await cloud.settled();
  await cloud.clock.advance("1m");
  await cloud.settled();
}

const times = (count: number, text: string) => Array.from({ length: count }, () => text);
const states = (alarm: string) =>
  receiver.alerts.filter((one) => one.alarm === alarm).map(({ state }) => state);

async function sumOf(Namespace: string, MetricName: string, Name: string, Value: string): Promise<number> {
  const Metric = { Namespace, MetricName, Dimensions: [{ Name, Value }] };
  const { MetricDataResults } = await metrics.send(
    new GetMetricDataCommand({
      StartTime: new Date(Date.UTC(2026, 0, 2, 3)),
      EndTime: new Date(cloud.clock.now() + 60_000),
      MetricDataQueries: [{ Id: "m", MetricStat: { Metric, Period: 60, Stat: "Sum" } }],
    }),
  );
  return (MetricDataResults?.[0]?.Values ?? []).reduce((sum, value) => sum + value, 0);
}

// Functions run as processes of their own, which take their time on a busy machine.
describe("the deployed stack", { timeout: 180_000 }, () => {
  test("goes to ALARM with exactly the configured datapoints, tells the team with the lines, and comes back", async () => {
    await minuteWithErrors([]);
    expect(await reader.alarmState(ALARM)).toBe("OK");

    await minuteWithErrors([...times(3, "/pay"), "/search"]);
    expect(await reader.alarmState(ALARM)).toBe("OK");

    await minuteWithErrors(times(3, "/pay"));
    expect(await reader.alarmState(ALARM)).toBe("ALARM");
    const alert = receiver.alerts.find(({ alarm, state }) => alarm === ALARM && state === "ALARM");
    expect(alert?.signed).toBe(true);
    expect(alert?.lines.map(({ message }) => JSON.parse(message).message).sort()).toEqual(
      [3, 4, 5, 6, 8, 9, 10].map((number) => `request ${number} failed`).sort(),
    );

    await minuteWithErrors([]);
    await minuteWithErrors([]);
    expect(await reader.alarmState(ALARM)).toBe("OK");
    // That a new alarm leaves INSUFFICIENT_DATA for OK is not told.
    expect(states(ALARM)).toEqual(["ALARM", "OK"]);
  });

  test("counts by dimension", async () => {
    expect(await sumOf("Cumulog", `${ALARM}Byroute`, "route", "/pay")).toBe(6);
    expect(await sumOf("Cumulog", `${ALARM}Byroute`, "route", "/search")).toBe(1);

    const told = receiver.alerts.filter(({ state }) => state === "ALARM").map(({ alarm }) => alarm);
    expect(told.filter((alarm) => alarm !== ALARM)).toHaveLength(1);
  });

  test("copies each event to Cloud Logging once, although Lambda retried", async () => {
    // Cloud Logging keeps the entries but answers with errors, and no dead letter can be sent: the function fails.
    cloud.faults.set("google:WriteLogEntries", { error: 1, stored: 1 });
    cloud.faults.set("sqs:SendMessage", { error: 1 });
    await minuteWithErrors(times(2, "/pay"));
    cloud.faults.clear();
    for (let minute = 0; minute < 5; minute += 1) await minuteWithErrors([]);

    const events = await reader.countEvents("/shop/api");
    const entries = await reader.countEntries('log_id("aws/shop/api")');
    expect(events.events).toBe(written);
    expect(entries).toEqual({ entries: written, distinct: written });
    expect(await retriedEvents()).toBeGreaterThan(0);
  });
});

/** Events that Lambda gave to the forwarder more than once, by the ids in the function's own log. */
async function retriedEvents(): Promise<number> {
  const { Functions = [] } = await lambda.send(new ListFunctionsCommand({}));
  const forwarder = Functions.find(({ FunctionName }) => FunctionName!.includes("Forwarder"))!;
  const { events = [] } = await logs.send(
    new FilterLogEventsCommand({
      logGroupName: forwarder.LoggingConfig!.LogGroup!,
      filterPattern: '"START RequestId"',
    }),
  );
  const ids = events.map(({ message }) => /RequestId: (\S+)/.exec(message!)![1]);
  return ids.length - new Set(ids).size;
}
