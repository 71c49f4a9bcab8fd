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
import { LocalCloud } from "../local/local-cloud.ts";
import { callLogs, lineOf } from "./local/raw-client.ts";
import { groupName, prepareStack, STREAM } from "./local/stack.ts";

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
  await prepareStack(endpoint);
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
  const calls = EVENTS / EVENTS_A_CALL;
  let sent = 0;
  const start = performance.now();
  const worker = async (): Promise<void> => {
    while (sent < calls) {
      sent += 1;
      await callLogs(endpoint, "PutLogEvents", bodyOf());
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, worker));
  process.send!((performance.now() - start) / 1000, () => process.exit(0));
}

function bodyOf(): string {
  const timestamp = Date.now();
  const logEvents = Array.from({ length: EVENTS_A_CALL }, (_, index) => ({
    timestamp,
    message: lineOf(index),
  }));
  return JSON.stringify({ logGroupName: groupName(0), logStreamName: STREAM, logEvents });
}
