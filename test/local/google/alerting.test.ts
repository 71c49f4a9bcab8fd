import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  AlertPolicyServiceClient,
  MetricServiceClient,
  NotificationChannelServiceClient,
} from "@google-cloud/monitoring";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Cloud } from "../../../local/kernel/cloud.ts";
import type { InboxMessage } from "../../../local/kernel/cloud-events.ts";
import { listGoogle } from "../../../local/kernel/google/google-service.ts";
import { registerInbox } from "../../../local/kernel/inbox/inbox.ts";
import { SqliteStorage } from "../../../local/kernel/storage/sqlite-storage.ts";
import { openCloudMonitoring } from "../../../local/services/cloud-monitoring/state.ts";
import { GOOGLE_SERVICES } from "../../../local/services/list.ts";
import { failure, type Google, PROJECT, startGoogle } from "./google-cloud.ts";

let google: Google;
let inbox: () => readonly InboxMessage[];
beforeEach(async () => {
  google = await startGoogle({ clock: { start: Date.parse("2026-01-05T10:00:00Z"), speed: 0 } });
  const messages = registerInbox(google.cloud);
  inbox = () => messages.list();
});
afterEach(() => google.stop());

const METRIC = {
  name: "errors",
  filter: "severity>=ERROR",
  labelExtractors: { route: "EXTRACT(jsonPayload.route)" },
  metricDescriptor: { labels: [{ key: "route" }] },
};
const FILTER = 'metric.type="logging.googleapis.com/user/errors" AND resource.type="global"';
const HOOK = {
  type: "webhook_tokenauth",
  displayName: "hook",
  labels: { url: "https://hooks.example.test/a?auth_token=t" },
};

/** What REST answered; the call must have succeeded. */
async function rest<Body = Record<string, unknown>>(
  method: string,
  path: string,
  body?: object,
): Promise<Body> {
  const answer = await google.rest(method, path, body);
  expect(answer).toMatchObject({ status: 200 });
  return answer.body as Body;
}

function write(...entries: readonly object[]): Promise<unknown> {
  return rest("POST", "/v2/entries:write", {
    logName: `${PROJECT}/logs/app`,
    resource: { type: "global" },
    entries,
  });
}

const error = (route: string) => ({ severity: "ERROR", jsonPayload: { route } });

async function channel(given: object = HOOK): Promise<string> {
  return (await rest<{ name: string }>("POST", `/v3/${PROJECT}/notificationChannels`, given)).name;
}

function threshold(channels: readonly string[], more: object = {}) {
  const conditionThreshold = {
    filter: FILTER,
    comparison: "COMPARISON_GT",
    thresholdValue: 2,
    duration: "0s",
    aggregations: [
      { alignmentPeriod: "60s", perSeriesAligner: "ALIGN_DELTA", crossSeriesReducer: "REDUCE_SUM" },
    ],
  };
  return {
    displayName: "Errors",
    combiner: "OR",
    conditions: [{ displayName: "more than 2 errors a minute", conditionThreshold }],
    notificationChannels: channels,
    ...more,
  };
}

const incidents = () => google.cloud.state(openCloudMonitoring).incidents.list();

describe("a policy on a log-based metric", () => {
  it("opens an incident, posts it, writes it to the log, and closes it", async () => {
    await rest("POST", `/v2/${PROJECT}/metrics`, METRIC);
    const policy = await rest<{ name: string }>(
      "POST",
      `/v3/${PROJECT}/alertPolicies`,
      threshold([
        await channel(),
        await channel({ type: "email", displayName: "e", labels: { email_address: "a@example.test" } }),
      ]),
    );

    await write(error("/a"), error("/a"));
    await google.cloud.clock.advance("1m");
    const afterTwo = incidents().length;
    await write(error("/a"), error("/b"), error("/b"), { severity: "INFO" });
    await google.cloud.clock.advance("1m");
    const open = incidents();
    const told = inbox();
    await write(error("/a"));
    await google.cloud.clock.advance("1m");

    expect(afterTwo).toBe(0);
    expect(open).toMatchObject([
      { policyName: policy.name, value: 3, openedAt: Date.parse("2026-01-05T10:02:00Z") },
    ]);
    expect(told.map(({ protocol, to }) => [protocol, to])).toEqual([
      ["webhook", "https://hooks.example.test/a"],
      ["email", "a@example.test"],
    ]);
    expect(JSON.parse(told[0]!.body)).toMatchObject({
      version: "1.2",
      incident: {
        incident_id: open[0]!.incidentId,
        state: "open",
        scoping_project_id: "shop",
        observed_value: "3.000",
        threshold_value: "2",
        policy_name: "Errors",
        started_at: Date.parse("2026-01-05T10:02:00Z") / 1000,
        ended_at: null,
      },
    });
    expect(incidents()).toMatchObject([{ closedAt: Date.parse("2026-01-05T10:03:00Z") }]);
    expect(JSON.parse(inbox()[2]!.body)).toMatchObject({ incident: { state: "closed" } });
    const { entries } = await rest<{ entries: object[] }>("POST", "/v2/entries:list", {
      resourceNames: [PROJECT],
      filter: 'log_id("monitoring.googleapis.com/ViolationOpenEventv1")',
    });
    expect(entries).toMatchObject([{ labels: { policy_display_name: "Errors" } }]);
  });

  it("is refused while its metric or its channel is not there", async () => {
    const early = await google.rest("POST", `/v3/${PROJECT}/alertPolicies`, threshold([]));
    await rest("POST", `/v2/${PROJECT}/metrics`, METRIC);
    const nobody = await google.rest(
      "POST",
      `/v3/${PROJECT}/alertPolicies`,
      threshold([`${PROJECT}/notificationChannels/7`]),
    );

    expect(early.body.error).toMatchObject({
      status: "NOT_FOUND",
      message: expect.stringContaining("user/errors"),
    });
    expect(nobody.body.error).toMatchObject({ status: "NOT_FOUND" });
  });

  it("is quiet while it is snoozed or disabled", async () => {
    await rest("POST", `/v2/${PROJECT}/metrics`, METRIC);
    const { name } = await rest<{ name: string }>(
      "POST",
      `/v3/${PROJECT}/alertPolicies`,
      threshold([await channel()]),
    );
    await rest("POST", `/v3/${PROJECT}/snoozes`, {
      displayName: "deploy",
      criteria: { policies: [name] },
      interval: { startTime: "2026-01-05T10:00:00Z", endTime: "2026-01-05T10:02:30Z" },
    });

    await write(error("/a"), error("/a"), error("/a"));
    await google.cloud.clock.advance("1m");
    await write(error("/a"));
    await google.cloud.clock.advance("2m");
    const snoozed = incidents().length;
    await rest("PATCH", `/v3/${name}?updateMask=enabled`, { enabled: false });
    await write(error("/a"), error("/a"), error("/a"));
    await google.cloud.clock.advance("1m");

    expect([snoozed, incidents().length, inbox().length]).toEqual([0, 0, 0]);
  });
});

describe("a policy on logs", () => {
  const policy = (channels: readonly string[]) => ({
    displayName: "Panic",
    combiner: "OR",
    conditions: [
      {
        displayName: "panic",
        conditionMatchedLog: {
          filter: 'jsonPayload.message:"panic"',
          labelExtractors: { host: "EXTRACT(jsonPayload.host)" },
        },
      },
    ],
    documentation: { content: "Look at ${log.extracted_label.host}" },
    notificationChannels: channels,
    alertStrategy: { notificationRateLimit: { period: "300s" }, autoClose: "1800s" },
  });

  it("opens an incident a combination of labels, at once, and tells it once a period", async () => {
    await rest(
      "POST",
      `/v3/${PROJECT}/alertPolicies`,
      policy([
        await channel({ type: "pubsub", displayName: "t", labels: { topic: `${PROJECT}/topics/alerts` } }),
      ]),
    );

    await write(
      { jsonPayload: { message: "panic", host: "a" } },
      { jsonPayload: { message: "panic", host: "a" } },
    );
    await write({ jsonPayload: { message: "panic", host: "b" } }, { jsonPayload: { message: "calm" } });
    const told = inbox();
    await google.cloud.clock.advance("31m");

    expect(
      told.map(({ protocol, to, body }) => [protocol, to, JSON.parse(body).incident.documentation.content]),
    ).toEqual([
      ["pubsub", `${PROJECT}/topics/alerts`, "Look at a"],
      ["pubsub", `${PROJECT}/topics/alerts`, "Look at b"],
    ]);
    expect(incidents()).toHaveLength(2);
    expect(incidents().every(({ closedAt }) => closedAt === Date.parse("2026-01-05T10:30:00Z"))).toBe(true);
    expect(inbox()).toHaveLength(2);
  });
});

describe("Google's clients over gRPC", () => {
  const clients = () =>
    [
      new MetricServiceClient(google.options),
      new AlertPolicyServiceClient(google.options),
      new NotificationChannelServiceClient(google.options),
    ] as const;

  it("write and read time series, policies and channels", async () => {
    const [metrics, policies, channels] = clients();
    const point = (seconds: number, doubleValue: number) => ({
      name: PROJECT,
      timeSeries: [
        {
          metric: { type: "custom.googleapis.com/queue", labels: { name: "q" } },
          resource: { type: "global", labels: {} },
          points: [{ interval: { endTime: { seconds } }, value: { doubleValue } }],
        },
      ],
    });
    const start = Date.parse("2026-01-05T10:00:00Z") / 1000;
    await metrics.createTimeSeries(point(start, 3));
    await metrics.createTimeSeries(point(start + 60, 5));
    const old = await failure(metrics.createTimeSeries(point(start, 4)));

    const [series] = await metrics.listTimeSeries({
      name: PROJECT,
      filter: 'metric.type = "custom.googleapis.com/queue"',
      interval: { startTime: { seconds: start - 60 }, endTime: { seconds: start + 60 } },
    });
    const [mean] = await metrics.listTimeSeries({
      name: PROJECT,
      filter: 'metric.type = "custom.googleapis.com/queue"',
      interval: { startTime: { seconds: start - 60 }, endTime: { seconds: start + 60 } },
      aggregation: { alignmentPeriod: { seconds: 120 }, perSeriesAligner: "ALIGN_MEAN" },
    });
    const [made] = await channels.createNotificationChannel({
      name: PROJECT,
      notificationChannel: { type: "slack", labels: { channel_name: "#a", auth_token: "SECRET" } },
    });
    const [policy] = await policies.createAlertPolicy({
      name: PROJECT,
      alertPolicy: {
        displayName: "queue",
        combiner: "OR",
        notificationChannels: [made.name!],
        conditions: [
          {
            displayName: "c",
            conditionThreshold: {
              filter: 'metric.type="custom.googleapis.com/queue" AND resource.type="global"',
              comparison: "COMPARISON_GT",
              thresholdValue: 4,
              duration: { seconds: 0 },
              aggregations: [{ alignmentPeriod: { seconds: 60 }, perSeriesAligner: "ALIGN_MAX" }],
            },
          },
        ],
      },
    });
    const [listed] = await policies.listAlertPolicies({ name: PROJECT });
    const used = await failure(channels.deleteNotificationChannel({ name: made.name! }));
    await google.cloud.clock.advance("1m");

    expect(old).toMatchObject({ code: 3 });
    expect(series).toMatchObject([
      {
        metricKind: "GAUGE",
        valueType: "DOUBLE",
        points: [{ value: { doubleValue: 5 } }, { value: { doubleValue: 3 } }],
      },
    ]);
    expect(mean).toMatchObject([{ points: [{ value: { doubleValue: 4 } }] }]);
    expect(made.labels).toEqual({ channel_name: "#a", auth_token: "**CRET" });
    expect(listed).toEqual([policy]);
    expect(policy).toMatchObject({ enabled: { value: true } });
    expect(used).toMatchObject({ code: 9 });
    expect(inbox()).toMatchObject([{ protocol: "slack", to: "#a", body: expect.stringContaining("queue") }]);
    await Promise.all([metrics.close(), policies.close(), channels.close()]);
  });

  it("see log-based metrics: project-scoped before exclusions, bucket-scoped after", async () => {
    const bucket = `${PROJECT}/locations/global/buckets/_Default`;
    await rest("POST", `/v2/${PROJECT}/metrics`, METRIC);
    await rest("POST", `/v2/${PROJECT}/metrics`, { ...METRIC, name: "stored", bucketName: bucket });
    await rest("POST", `/v2/${PROJECT}/metrics`, {
      name: "size",
      filter: "jsonPayload.size:*",
      valueExtractor: "EXTRACT(jsonPayload.size)",
      metricDescriptor: { valueType: "DISTRIBUTION" },
      bucketOptions: { explicitBuckets: { bounds: [10, 100] } },
    });
    await rest("POST", `/v2/${PROJECT}/exclusions`, { name: "b", filter: 'jsonPayload.route="/b"' });

    await write(error("/a"), error("/a"), error("/b"));
    await write(...[1, 50, 60, 500].map((size) => ({ jsonPayload: { size } })));
    await google.cloud.clock.advance("1m");
    const [metrics] = clients();
    const points = async (name: string) => {
      const [series] = await metrics.listTimeSeries({
        name: PROJECT,
        filter: `metric.type = "logging.googleapis.com/user/${name}"`,
        interval: {
          startTime: { seconds: 0 },
          endTime: { seconds: Date.parse("2026-01-05T10:01:00Z") / 1000 },
        },
      });
      return series.map(({ metric, points: of }) => {
        const value = of![0]!.value!;
        return [metric!.labels!["route"], value.int64Value ?? value.distributionValue];
      });
    };

    expect(await points("errors")).toEqual([
      ["/a", "2"],
      ["/b", "1"],
    ]);
    expect(await points("stored")).toEqual([["/a", "2"]]);
    expect(await points("size")).toMatchObject([[undefined, { count: "4", bucketCounts: ["1", "2", "1"] }]]);
    await metrics.close();
  });
});

it("goes on after a restart with a data directory", async () => {
  const directory = mkdtempSync(join(tmpdir(), "alerting-"));
  const open = async (start: number) => {
    const cloud = new Cloud({ clock: { start, speed: 0 }, storage: new SqliteStorage(directory) });
    listGoogle(cloud, GOOGLE_SERVICES);
    await cloud.start();
    return cloud;
  };
  const start = Date.parse("2026-01-05T10:00:00Z");
  const first = await open(start);
  await first.call("cloud-logging", "CreateLogMetric", { parent: PROJECT, metric: METRIC });
  await first.call("cloud-monitoring", "CreateAlertPolicy", { name: PROJECT, alertPolicy: threshold([]) });
  const entries = Array.from({ length: 3 }, (_, index) => ({ ...error("/a"), insertId: `${index}` }));
  const request = { logName: `${PROJECT}/logs/app`, resource: { type: "global" }, entries };
  await first.call("cloud-logging", "WriteLogEntries", request);
  await first.clock.advance("1m");
  await first.close();

  const second = await open(start + 61_000);
  const { incidents } = second.state(openCloudMonitoring);
  const before = incidents.list();
  const one = { ...request, entries: [{ ...error("/a"), insertId: "one" }] };
  await second.call("cloud-logging", "WriteLogEntries", one);
  await second.clock.advance("1m");
  const listed = await second.call<{ timeSeries: { points: object[] }[] }>(
    "cloud-monitoring",
    "ListTimeSeries",
    {
      name: PROJECT,
      filter: FILTER,
      interval: { startTime: "2026-01-05T09:00:00Z", endTime: "2026-01-05T11:00:00Z" },
    },
  );
  const after = incidents.list();
  await second.close();
  rmSync(directory, { recursive: true });

  expect(before).toMatchObject([{ openedAt: start + 60_000 }]);
  expect(before[0]).not.toHaveProperty("closedAt");
  expect(listed.timeSeries[0]!.points).toMatchObject([
    { value: { int64Value: "1" } },
    { value: { int64Value: "3" } },
  ]);
  expect(after).toMatchObject([{ incidentId: before[0]!.incidentId, closedAt: start + 120_000 }]);
});
