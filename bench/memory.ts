/**
 * Memory of a process that logs 10,000 records a second while the service does not answer: how much it grows in 60 s beyond what it
 * had before, for each handler, beside the limit: the configured queue plus 64 MB. Every run is a process of its own.
 */
import { execFile } from "node:child_process";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { join } from "node:path";
import { promisify } from "node:util";

const execute = promisify(execFile);
const SECONDS = process.env["STALL_SECONDS"] ?? "60";
const QUEUE_MB = process.env["QUEUE_MB"] ?? "64";
const ALLOWED_MB = Number(QUEUE_MB) + 64;
const SIDES = process.env["SIDES"]?.split(",") ?? [
  "cloudwatch",
  "cloudwatch-unicode",
  "cloud-logging-rest",
  "cloud-logging-grpc",
];

interface Measured {
  readonly grownMb: number;
  readonly accepted: number;
  readonly dropped: number;
  readonly pending: number;
}

// Takes connections and whatever they send, and never says a word.
const stalled = createServer((socket) => socket.resume().on("error", () => {}));
await new Promise<void>((resolve) => stalled.listen(0, "127.0.0.1", resolve));
const { port } = stalled.address() as AddressInfo;

console.log(
  `growth in ${SECONDS} s at 10,000 records/s with a queue of ${QUEUE_MB} MB; allowed ${ALLOWED_MB} MB`,
);
try {
  for (const side of SIDES) {
    const { stdout } = await execute(
      process.execPath,
      [join(import.meta.dirname, "memory", "run.ts"), side, String(port), SECONDS, QUEUE_MB],
      { env: { ...process.env, METADATA_SERVER_DETECTION: "none" } },
    );
    const { grownMb, accepted, dropped, pending } = JSON.parse(stdout.trim().split("\n").at(-1)!) as Measured;
    const balance = accepted === dropped + pending ? "ledger balanced" : "LEDGER NOT BALANCED";
    console.log(
      `${side.padEnd(20)} ${grownMb.toFixed(0).padStart(4)} MB  ${accepted} accepted, ${dropped} dropped, ${pending} pending, ${balance}`,
    );
    if (grownMb > ALLOWED_MB || accepted !== dropped + pending) process.exitCode = 1;
  }
} finally {
  stalled.close();
  stalled.unref();
}
