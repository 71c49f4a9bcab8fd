import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { LogEventsServer } from "../../delivery/servers/log-events-server.ts";

const library = join(import.meta.dirname, "../../../lib/index.ts");
let server: LogEventsServer;
let endpoint: string;
beforeEach(async () => {
  server = new LogEventsServer();
  endpoint = await server.start();
});
afterEach(() => server.stop());

/** Runs a program that logs ten records and then does `last`. */
async function run(last: string, options: object = {}) {
  const handler = { logGroupName: "g", logStreamName: "one", region: "eu-west-1", endpoint, ...options };
  const program = `
    import { CloudWatchHandler, configure, getLogger } from ${JSON.stringify(library)};
    await configure({
      handlers: { cw: new CloudWatchHandler(${JSON.stringify(handler)}) },
      loggers: { "": { level: "info", handlers: ["cw"] } },
    });
    for (let index = 0; index < 10; index++) getLogger("app").info({ index }, "record");
    ${last}`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", program], {
    env: { ...process.env, AWS_ACCESS_KEY_ID: "test", AWS_SECRET_ACCESS_KEY: "test" },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let stderr = "";
  child.stderr.on("data", (chunk: Buffer) => {
    stderr += String(chunk);
  });
  const [code] = (await once(child, "close")) as [number];
  return { code, lines: stderr.split("\n").filter((line) => line.startsWith('{"timestamp"')), stderr };
}

it("delivers before a process ends that has nothing else to do, without shutdown", async () => {
  const { code, lines } = await run("");

  expect([code, lines.length]).toEqual([0, 0]);
  expect(server.streams.get("one")).toHaveLength(10);
});

it("writes to stderr what a process holds that calls exit, and says so", async () => {
  const { code, lines, stderr } = await run("process.exit(3)");

  expect([code, lines.length]).toEqual([3, 10]);
  expect(stderr).toMatch(
    /cumulog: delivery-ended: 10 records were not delivered \(there was no time\); they went to stderr/,
  );
});

it("spools what a process holds that calls exit, for the next start", async () => {
  const spool = mkdtempSync(join(tmpdir(), "spool-"));
  const first = await run("process.exit(0)", { spool });
  const second = await run("", { spool });
  rmSync(spool, { recursive: true });

  expect([first.lines.length, second.lines.length]).toEqual([0, 0]);
  expect(server.streams.get("one")).toHaveLength(20);
});
