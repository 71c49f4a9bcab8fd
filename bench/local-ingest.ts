/**
 * Ingestion of the local cloud through the wire: `node bench/local-ingest.ts [--events 1000000] [--data]`.
 *
 * Two hundred groups, five hundred metric filters (ten on the busy group), two hundred alarms. The sender is another
 * process; the floor is the same bodies against a server that reads them and answers.
 */
import { fork } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { CloudWatch } from "@aws-sdk/client-cloudwatch";
import { CloudWatchLogs } from "@aws-sdk/client-cloudwatch-logs";
import { LocalCloud } from "../local/local-cloud.ts";

const { values } = parseArgs({
  options: {
    events: { type: "string", default: "200000" },
    data: { type: "boolean" },
    send: { type: "string" },
  },
});
const EVENTS = Number(values.events);
const EVENTS_A_CALL = 5_000;
const CONNECTIONS = 2;

if (values.send) await sendAll(values.send);
else await measure();

async function measure(): Promise<void> {
  const folder = values.data ? mkdtempSync(join(tmpdir(), "cumulog-bench-")) : undefined;
  const cloud = await LocalCloud.start({
    ...(folder !== undefined && { data: folder }),
    googlePort: false,
  } as Parameters<typeof LocalCloud.start>[0]);
  const endpoint = cloud.env["AWS_ENDPOINT_URL"]!;
  await prepare(endpoint);
  const before = process.cpuUsage();
  const seconds = await timed(endpoint);
  const cpu = process.cpuUsage(before);
  const floorSeconds = await measureFloor();
  const cpuSeconds = (cpu.user + cpu.system) / 1e6;
  console.log(`events            ${EVENTS}`);
  console.log(`events/s          ${Math.round(EVENTS / seconds)}`);
  console.log(`events/CPU second ${Math.round(EVENTS / cpuSeconds)}`);
  console.log(
    `floor, events/s   ${Math.round(EVENTS / floorSeconds)} (${(seconds / floorSeconds).toFixed(1)} x as fast)`,
  );
  console.log(`resident memory   ${Math.round(process.memoryUsage().rss / 1_048_576)} MB`);
  await cloud.stop();
  if (folder !== undefined) rmSync(folder, { recursive: true });
}

async function prepare(endpoint: string): Promise<void> {
  const settings = {
    endpoint,
    region: "us-east-1",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
  };
  const logs = new CloudWatchLogs(settings);
  const metrics = new CloudWatch(settings);
  for (let group = 0; group < 200; group += 1) {
    const logGroupName = `group-${group}`;
    await logs.createLogGroup({ logGroupName });
    await logs.createLogStream({ logGroupName, logStreamName: "stream" });
    const filters = group === 0 ? 10 : group <= 92 ? 3 : 2;
    for (let filter = 0; filter < filters; filter += 1)
      await logs.putMetricFilter({
        logGroupName,
        filterName: `filter-${filter}`,
        filterPattern:
          filter % 2 === 0
            ? `{ $.status = ${500 + filter} && $.path = "/api/*" }`
            : `{ $.latency > ${filter * 10} }`,
        metricTransformations: [
          { metricName: `m-${group}-${filter}`, metricNamespace: "bench", metricValue: "1" },
        ],
      });
    await metrics.putMetricAlarm({
      AlarmName: `alarm-${group}`,
      Namespace: "bench",
      MetricName: `m-${group}-0`,
      Statistic: "Sum",
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 1_000_000,
      ComparisonOperator: "GreaterThanThreshold",
    });
  }
  logs.destroy();
  metrics.destroy();
}

async function measureFloor(): Promise<number> {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    JSON.parse(Buffer.concat(chunks).toString());
    response.end("{}");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const seconds = await timed(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  server.close();
  return seconds;
}

/** Seconds that another process needs to send everything. */
function timed(endpoint: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const sender = fork(import.meta.filename, ["--events", String(EVENTS), "--send", endpoint]);
    sender.once("message", (seconds) => resolve(seconds as number));
    sender.once("exit", (code) => code !== 0 && reject(new Error(`The sender exited with ${code}.`)));
  });
}

async function sendAll(endpoint: string): Promise<void> {
  const headers = {
    "content-type": "application/x-amz-json-1.1",
    "x-amz-target": "Logs_20140328.PutLogEvents",
    "x-amz-date": "20260101T000000Z",
    authorization: `AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/logs/aws4_request, SignedHeaders=host, Signature=${"0".repeat(64)}`,
  };
  const calls = EVENTS / EVENTS_A_CALL;
  let sent = 0;
  const start = performance.now();
  const worker = async (): Promise<void> => {
    while (sent < calls) {
      sent += 1;
      const response = await fetch(endpoint, { method: "POST", headers, body: bodyOf() });
      if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
      await response.arrayBuffer();
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, worker));
  process.send!((performance.now() - start) / 1000, () => process.exit(0));
}

function bodyOf(): string {
  const timestamp = Date.now();
  const logEvents = Array.from({ length: EVENTS_A_CALL }, (_, index) => ({
    timestamp,
    message: `{"level":"INFO","message":"request","status":${index % 100 === 0 ? 500 : 200},"latency":${index % 60},"path":"/api/orders/${index}"}`,
  }));
  return JSON.stringify({ logGroupName: "group-0", logStreamName: "stream", logEvents });
}
