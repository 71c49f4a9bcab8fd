import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { v2 } from "@google-cloud/logging";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Cloud } from "../../../local/kernel/cloud.ts";
import { listGoogle } from "../../../local/kernel/google/google-service.ts";
import { SqliteStorage } from "../../../local/kernel/storage/sqlite-storage.ts";
import { GOOGLE_SERVICES } from "../../../local/services/list.ts";
import { failure, type Google, PROJECT, START, startGoogle } from "./google-cloud.ts";

let google: Google;
let config: InstanceType<typeof v2.ConfigServiceV2Client>;
let metrics: InstanceType<typeof v2.MetricsServiceV2Client>;
beforeEach(async () => {
  google = await startGoogle();
  config = new v2.ConfigServiceV2Client(google.options);
  metrics = new v2.MetricsServiceV2Client(google.options);
});
afterEach(async () => {
  await Promise.all([config.close(), metrics.close()]);
  await google.stop();
});

const TIME = { seconds: String(Math.floor(START / 1000)), nanos: 678_000_000 };
const SINK = { name: "errors", destination: "storage.googleapis.com/archive", filter: "severity>=ERROR" };
const SINK_NAME = `${PROJECT}/sinks/errors`;

function write(...severities: readonly string[]) {
  return google.client.writeLogEntries({
    logName: `${PROJECT}/logs/app`,
    resource: { type: "global" },
    entries: severities.map((severity) => ({ severity, textPayload: severity })),
  } as never);
}

describe("sinks", () => {
  it("are created, read, changed, listed and deleted", async () => {
    const [created] = await config.createSink({ parent: PROJECT, sink: SINK });
    const [read] = await config.getSink({ sinkName: SINK_NAME });
    const [changed] = await config.updateSink({
      sinkName: SINK_NAME,
      sink: { ...SINK, description: "not in the mask", filter: "severity>=ALERT" },
    });
    const [listed] = await config.listSinks({ parent: PROJECT });
    await config.deleteSink({ sinkName: SINK_NAME });

    expect(created).toMatchObject({
      ...SINK,
      writerIdentity: "serviceAccount:cloud-logs@system.gserviceaccount.com",
      createTime: TIME,
      updateTime: TIME,
    });
    expect(read).toEqual(created);
    expect(changed).toMatchObject({ filter: "severity>=ALERT", description: "" });
    expect(listed.map(({ name }: { name?: string | null }) => name)).toEqual([
      "_Default",
      "_Required",
      "errors",
    ]);
    expect(listed[2]).toEqual(changed);
    expect(await failure(config.getSink({ sinkName: SINK_NAME }))).toMatchObject({ code: 5 });
    expect(await failure(config.deleteSink({ sinkName: SINK_NAME }))).toMatchObject({ code: 5 });
  });

  it("change by a mask, and keep an identity of their own", async () => {
    const [created] = await config.createSink({ parent: PROJECT, sink: SINK, uniqueWriterIdentity: true });

    const [changed] = await config.updateSink({
      sinkName: SINK_NAME,
      sink: { description: "why", includeChildren: true, filter: "not in the mask (" },
      updateMask: { paths: ["description", "include_children"] },
      uniqueWriterIdentity: true,
    });

    expect(created.writerIdentity).toMatch(
      /^serviceAccount:service-\d+@gcp-sa-logging\.iam\.gserviceaccount\.com$/,
    );
    expect(changed).toMatchObject({
      ...SINK,
      description: "why",
      includeChildren: true,
      writerIdentity: created.writerIdentity,
    });
  });

  it("page through many", async () => {
    for (let index = 0; index < 5; index++)
      await config.createSink({ parent: PROJECT, sink: { ...SINK, name: `sink-${index}` } });

    const page = async (pageToken?: string) => {
      const request = { parent: PROJECT, pageSize: 3, ...(pageToken !== undefined && { pageToken }) };
      const [sinks, , response] = await config.listSinks(request, { autoPaginate: false });
      return [sinks, response?.nextPageToken ?? undefined] as const;
    };
    const [first, token] = await page();
    const [more, last] = await page(token);
    const [rest] = await page(last);

    const made = [0, 1, 2, 3, 4].map((index) => `sink-${index}`);
    expect([...first, ...more, ...rest]).toMatchObject(
      ["_Default", "_Required", ...made].map((name) => ({ name })),
    );
    expect((await config.listSinks({ parent: "projects/other" }))[0]).toHaveLength(2);
  });

  it.each([
    ["exists", { parent: PROJECT, sink: SINK }, 6],
    ["has no name", { parent: PROJECT, sink: { ...SINK, name: "" } }, 3],
    ["has a name with a slash", { parent: PROJECT, sink: { ...SINK, name: "a/b" } }, 3],
    ["has no destination", { parent: PROJECT, sink: { name: "other" } }, 3],
    ["has another destination", { parent: PROJECT, sink: { name: "other", destination: "s3://bucket" } }, 3],
    ["has a filter that does not parse", { parent: PROJECT, sink: { ...SINK, name: "o", filter: "(" } }, 3],
    ["has no parent", { parent: "shop", sink: { ...SINK, name: "other" } }, 3],
    ["is missing", { parent: PROJECT }, 3],
  ])("are refused when the sink %s", async (_, request, code) => {
    await config.createSink({ parent: PROJECT, sink: SINK });

    expect(await failure(config.createSink(request))).toMatchObject({ code });
  });

  it("refuse a mask that names what only the service changes", async () => {
    await config.createSink({ parent: PROJECT, sink: SINK });

    const error = await failure(
      config.updateSink({ sinkName: SINK_NAME, sink: SINK, updateMask: { paths: ["create_time"] } }),
    );

    expect(error).toMatchObject({ code: 3, details: expect.stringContaining('"createTime"') });
  });
});

describe("exclusions", () => {
  it("keep what they match from being stored, until they are disabled", async () => {
    const exclusion = { name: "debug", filter: "severity=DEBUG" };
    await config.createExclusion({ parent: PROJECT, exclusion });
    await write("DEBUG", "ERROR");

    const name = `${PROJECT}/exclusions/debug`;
    await config.updateExclusion({
      name,
      exclusion: { disabled: true },
      updateMask: { paths: ["disabled"] },
    });
    await write("DEBUG");
    const [entries] = await google.client.listLogEntries({ resourceNames: [PROJECT] });

    expect(entries.map(({ severity }: { severity: string }) => severity)).toEqual(["ERROR", "DEBUG"]);
    expect(await failure(config.updateExclusion({ name, exclusion }))).toMatchObject({ code: 3 });
  });
});

describe("log-based metrics", () => {
  const METRIC = { name: "nginx/requests", filter: "severity>=ERROR", description: "d" };
  const METRIC_NAME = `${PROJECT}/metrics/nginx%2Frequests`;

  it("are described as counters unless they say more", async () => {
    const [created] = await metrics.createLogMetric({ parent: PROJECT, metric: METRIC });
    const [read] = await metrics.getLogMetric({ metricName: METRIC_NAME });

    expect(created).toMatchObject({
      ...METRIC,
      metricDescriptor: {
        type: "logging.googleapis.com/user/nginx/requests",
        metricKind: "DELTA",
        valueType: "INT64",
        unit: "1",
      },
    });
    expect(read).toEqual(created);
  });

  it("are created by an update, changed and deleted", async () => {
    const metric = {
      name: "latency",
      filter: "httpRequest.latency:*",
      valueExtractor: "EXTRACT(httpRequest.latency)",
      labelExtractors: { method: "EXTRACT(httpRequest.requestMethod)" },
      metricDescriptor: {
        metricKind: "DELTA",
        valueType: "DISTRIBUTION",
        labels: [{ key: "method", valueType: "STRING" }],
        metadata: { samplePeriod: { seconds: 60 } },
      },
      bucketOptions: { exponentialBuckets: { numFiniteBuckets: 64, growthFactor: 2, scale: 0.01 } },
    };
    const metricName = `${PROJECT}/metrics/latency`;

    await metrics.updateLogMetric({ metricName, metric } as never);
    const [changed] = await metrics.updateLogMetric({
      metricName,
      metric: { ...metric, filter: "trace:*" },
    } as never);
    const [listed] = await metrics.listLogMetrics({ parent: PROJECT });
    await metrics.deleteLogMetric({ metricName });

    expect(changed).toMatchObject({
      filter: "trace:*",
      bucketOptions: { exponentialBuckets: { numFiniteBuckets: 64, growthFactor: 2, scale: 0.01 } },
      metricDescriptor: { metadata: { samplePeriod: { seconds: "60", nanos: 0 } } },
    });
    expect(listed).toEqual([changed]);
    expect((await metrics.listLogMetrics({ parent: PROJECT }))[0]).toEqual([]);
  });

  it.each([
    ["exists", METRIC, 6],
    ["has no filter", { name: "other" }, 3],
    ["has a filter that does not parse", { name: "other", filter: "a AND" }, 3],
    ["extracts values of a counter", { ...METRIC, name: "other", valueExtractor: "EXTRACT(trace)" }, 3],
    [
      "has a label without a descriptor",
      { ...METRIC, name: "o", labelExtractors: { a: "EXTRACT(trace)" } },
      3,
    ],
    ["has an id that begins with a slash", { ...METRIC, name: "/other" }, 3],
  ])("are refused when the metric %s", async (_, metric, code) => {
    await metrics.createLogMetric({ parent: PROJECT, metric: METRIC });

    expect(await failure(metrics.createLogMetric({ parent: PROJECT, metric }))).toMatchObject({ code });
  });
});

describe("REST", () => {
  it("configures the same", async () => {
    const created = await google.rest("POST", `/v2/${PROJECT}/sinks?uniqueWriterIdentity=False`, {
      ...SINK,
      output_version_format: "V2",
    });
    const changed = await google.rest("PATCH", `/v2/${SINK_NAME}?updateMask=description,includeChildren`, {
      description: "why",
    });
    const again = await google.rest("POST", `/v2/${PROJECT}/sinks`, SINK);
    const metric = await google.rest("PUT", `/v2/${PROJECT}/metrics/a%2Fb`, { name: "a/b", filter: "x" });
    const listed = await google.rest("GET", `/v2/${PROJECT}/metrics?pageSize=5&$alt=json;enum-encoding=int`);

    expect(created).toMatchObject({ status: 200, body: { ...SINK, createTime: "2026-01-02T03:04:05.678Z" } });
    expect(changed.body).toMatchObject({ ...SINK, description: "why" });
    expect(again).toMatchObject({ status: 409, body: { error: { status: "ALREADY_EXISTS" } } });
    expect(metric.body).toMatchObject({ name: "a/b", filter: "x" });
    expect(listed.body).toEqual({ metrics: [metric.body] });
    expect(await google.rest("DELETE", `/v2/${PROJECT}/metrics/a%2Fb`)).toEqual({ status: 200, body: {} });
    expect(await google.rest("GET", `/v2/${PROJECT}/metrics/a%2Fb`)).toMatchObject({ status: 404 });
  });

  it("refuses parameters that the method does not have", async () => {
    const { status, body } = await google.rest("GET", `/v2/${PROJECT}/sinks?pagesize=1`);

    expect(status).toBe(400);
    expect(body.error?.message).toContain('"pagesize"');
  });
});

it("survives a restart with a data directory", async () => {
  const directory = mkdtempSync(join(tmpdir(), "google-configuration-"));
  const open = () => {
    const cloud = new Cloud({ clock: { start: START, speed: 0 }, storage: new SqliteStorage(directory) });
    listGoogle(cloud, GOOGLE_SERVICES);
    return cloud;
  };
  const first = open();
  await first.call("cloud-logging", "CreateSink", { parent: PROJECT, sink: SINK });
  await first.call("cloud-logging", "CreateLogMetric", {
    parent: PROJECT,
    metric: { name: "gone", filter: "x" },
  });
  await first.call("cloud-logging", "DeleteLogMetric", { metricName: `${PROJECT}/metrics/gone` });
  await first.close();

  const second = open();
  const sink = await second.call("cloud-logging", "GetSink", { sinkName: SINK_NAME });
  const metrics = await second.call("cloud-logging", "ListLogMetrics", { parent: PROJECT });
  await second.close();
  rmSync(directory, { recursive: true });

  expect(sink).toMatchObject(SINK);
  expect(metrics).toEqual({ metrics: [] });
});
