import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterEach, beforeEach, expect, test } from "vitest";
import { CloudWatchHandler } from "../../../lib/handlers/cloudwatch/index.ts";
import { LogEventsServer } from "../servers/log-events-server.ts";

let directory: string;
let server: LogEventsServer;
let endpoint: string;
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), "spool-"));
  server = new LogEventsServer();
  endpoint = await server.start();
});
afterEach(async () => {
  await server.stop();
  rmSync(directory, { recursive: true });
});

function successor() {
  return new CloudWatchHandler({
    logGroupName: "/app/orders",
    logStreamName: "one",
    region: "eu-west-1",
    endpoint,
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
    backoffBaseMs: 1,
    spool: directory,
  });
}

const indexes = () =>
  server.streams.get("one")!.map(({ message }) => (JSON.parse(message) as { index: number }).index);

test("records that were spooled when the process was killed arrive once from its successor", async () => {
  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, "spooling-process.ts"), directory, "http://127.0.0.1:9"],
    {
      stdio: ["ignore", "pipe", "inherit"],
    },
  );
  let last = { spooled: 0, accepted: 0 };
  for await (const line of createInterface({ input: child.stdout })) {
    last = JSON.parse(line) as typeof last;
    if (last.spooled > 20_000) break;
  }
  const ended = new Promise((resolve) => child.once("close", resolve));
  child.kill("SIGKILL");
  await ended;

  const handler = successor();
  const report = await handler.close();

  const arrived = indexes();
  expect(new Set(arrived).size).toBe(arrived.length);
  expect(arrived.length).toBeGreaterThanOrEqual(last.spooled);
  expect(report).toMatchObject({
    accepted: arrived.length,
    delivered: arrived.length,
    spooled: 0,
    pending: 0,
  });
  expect(readdirSync(directory)).toEqual([]);
}, 60_000);

test("records left at the deadline are spooled, stay balanced in the ledger, and arrive on the next start", async () => {
  const cut = new CloudWatchHandler({
    logGroupName: "/app/orders",
    logStreamName: "one",
    region: "eu-west-1",
    endpoint: "http://127.0.0.1:9",
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
    spool: directory,
  });
  const record = (index: number) => ({
    timestamp: Date.UTC(2026, 0, 1) + index,
    level: 30,
    logger: "orders",
    message: "m",
    service: undefined,
    context: undefined,
    fields: { index },
    error: undefined,
  });
  for (let index = 0; index < 1_000; index++) cut.write(record(index));

  const first = await cut.close({ deadline: Date.now() + 50 });
  const handler = successor();
  handler.write(record(1_000));
  const second = await handler.close();

  expect(first).toMatchObject({ accepted: 1_000, delivered: 0, spooled: 1_000, pending: 0, dropped: {} });
  expect(second).toMatchObject({ accepted: 1_001, delivered: 1_001, spooled: 0, pending: 0 });
  expect(indexes().sort((a, b) => a - b)).toEqual(Array.from({ length: 1_001 }, (_, index) => index));
});

test("what a full queue put into the spool is sent as soon as sending works", async () => {
  server.faults = { throttle: 1 };
  const handler = new CloudWatchHandler({
    logGroupName: "/app/orders",
    logStreamName: "one",
    region: "eu-west-1",
    endpoint,
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
    backoffBaseMs: 1,
    maximumQueueBytes: 65_536,
    spool: directory,
  });
  for (let index = 0; index < 5_000; index++)
    handler.write({
      timestamp: Date.UTC(2026, 0, 1) + index,
      level: 30,
      logger: "orders",
      message: "m",
      service: undefined,
      context: undefined,
      fields: { index },
      error: undefined,
    });
  const full = await handler.flush({ deadline: Date.now() + 20 });
  server.faults = {};

  const report = await handler.close();

  expect(full.spooled).toBeGreaterThan(3_000);
  expect(full.spooled + full.pending).toBe(5_000);
  expect(report).toMatchObject({ accepted: 5_000, delivered: 5_000, spooled: 0, pending: 0, dropped: {} });
  expect(indexes().sort((a, b) => a - b)).toEqual(Array.from({ length: 5_000 }, (_, index) => index));
});
