import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, existsSync, openSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";

const RECORDS = 5_000;
const library = join(import.meta.dirname, "../../lib/index.ts");
/** Logs to a service that is not there, tells on stdout that it goes, and then what its account says. */
const program = `
  import { CloudWatchHandler, configure, getLogger, shutdown } from ${JSON.stringify(library)};
  const handler = new CloudWatchHandler({ logGroupName: "g", logStreamName: "s", region: "eu-west-1", endpoint: "http://127.0.0.1:9" });
  await configure({ handlers: { handler } });
  // Whoever looks at it makes the pipe one that does not block.
  process.stderr.writable;
  for (let index = 0; index < ${RECORDS}; index++) getLogger("app").info({ index, pad: "x".repeat(200) }, "record");
  console.log("going");
  const { accepted, dropped, pending } = await shutdown({ deadline: Date.now() });
  console.log(JSON.stringify({ accepted, dropped, pending }));`;

function start(stderr: "pipe" | number) {
  return spawn(process.execPath, ["--input-type=module", "-e", program], {
    env: { ...process.env, AWS_ACCESS_KEY_ID: "test", AWS_SECRET_ACCESS_KEY: "test" },
    stdio: ["ignore", "pipe", stderr],
  });
}

const records = (text: string): string[] =>
  text.split("\n").filter((line) => line.startsWith('{"timestamp"'));

it("waits for whoever reads stderr late, and loses nothing", async () => {
  const child = start("pipe");
  let stdout = "";
  let stderr = "";
  child.stdout!.on("data", (chunk: Buffer) => {
    stdout += String(chunk);
    // Only now somebody reads: the pipe is full by then or about to be.
    child.stderr!.on("data", (part: Buffer) => {
      stderr += String(part);
    });
  });
  await once(child, "close");

  expect(JSON.parse(stdout.split("\n")[1]!)).toEqual({
    accepted: RECORDS,
    dropped: { stderr: RECORDS },
    pending: 0,
  });
  expect(records(stderr).map((line) => (JSON.parse(line) as { index: number }).index)).toEqual(
    Array.from({ length: RECORDS }, (_, index) => index),
  );
});

it.skipIf(!existsSync("/dev/full"))("counts as lost what a full disk behind stderr refuses", async () => {
  const full = openSync("/dev/full", "w");
  const child = start(full);
  closeSync(full);
  let stdout = "";
  child.stdout!.on("data", (chunk: Buffer) => {
    stdout += String(chunk);
  });
  await once(child, "close");

  expect(JSON.parse(stdout.split("\n")[1]!)).toEqual({
    accepted: RECORDS,
    dropped: { lost: RECORDS },
    pending: 0,
  });
});
