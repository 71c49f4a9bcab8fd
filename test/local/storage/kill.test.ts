import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CloudWatchLogs } from "@aws-sdk/client-cloudwatch-logs";
import { afterEach, beforeEach, expect, test } from "vitest";

let folder: string;
let processes: ChildProcess[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "cumulog-kill-"));
  processes = [];
});
afterEach(() => {
  for (const child of processes) child.kill("SIGKILL");
  rmSync(folder, { recursive: true, force: true });
});

const GROUP = { logGroupName: "group", logStreamName: "stream" };

test("acknowledged events are there once after a SIGKILL in the middle of ingestion", async () => {
  // Prepare
  const first = await start();
  await first.logs.createLogGroup({ logGroupName: "group" });
  await first.logs.createLogStream(GROUP);
  await first.logs.putRetentionPolicy({ logGroupName: "group", retentionInDays: 7 });
  const acknowledged: string[] = [];
  const attempted: string[] = [];

  // Act
  await Promise.all(
    [0, 1, 2, 3].map(async (sender) => {
      for (let call = 0; call < 1_000; call += 1) {
        const messages = Array.from({ length: 20 }, (_, index) => `${sender}-${call}-${index}`);
        attempted.push(...messages);
        const logEvents = messages.map((message) => ({ timestamp: Date.now(), message }));
        const stored = await first.logs.putLogEvents({ ...GROUP, logEvents }).catch(() => undefined);
        if (!stored) return;
        acknowledged.push(...messages);
        if (acknowledged.length > 1_000) first.child.kill("SIGKILL");
      }
    }),
  );
  const second = await start();

  // Assess
  const found: string[] = [];
  let nextToken: string | undefined;
  do {
    const page = await second.logs.filterLogEvents({ logGroupName: "group", nextToken });
    found.push(...(page.events ?? []).map(({ message }) => message!));
    nextToken = page.nextToken;
  } while (nextToken);
  expect(acknowledged.length).toBeGreaterThan(1_000);
  expect(new Set(found).size).toBe(found.length);
  expect(acknowledged.filter((message) => !found.includes(message))).toEqual([]);
  expect(found.filter((message) => !attempted.includes(message))).toEqual([]);
  const { logGroups } = await second.logs.describeLogGroups();
  expect(logGroups?.map(({ retentionInDays }) => retentionInDays)).toEqual([7]);
});

test("a second cloud on the same folder is refused", async () => {
  // Prepare
  await start();

  // Act
  const child = run();
  let complaint = "";
  child.stderr!.on("data", (text) => {
    complaint += text;
  });
  const [code] = await once(child, "exit");

  // Assess
  expect(code).not.toBe(0);
  expect(complaint).toContain("StorageOpenError");
});

function run(): ChildProcess {
  const program = join(import.meta.dirname, "cloud-process.ts");
  const child = spawn(process.execPath, [program, folder], { stdio: ["ignore", "pipe", "pipe"] });
  processes.push(child);
  return child;
}

async function start(): Promise<{ child: ChildProcess; logs: CloudWatchLogs }> {
  const child = run();
  const [line] = await once(child.stdout!, "data");
  const logs = new CloudWatchLogs({
    endpoint: String(line).trim(),
    region: "us-east-1",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
    maxAttempts: 1,
  });
  return { child, logs };
}
