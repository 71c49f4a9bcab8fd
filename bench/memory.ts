/**
 * Memory of a process that logs 10,000 records a second: how much it grows from the moment at which the service does not answer any
 * more, in 60 s, beside the limit: the configured queue plus 64 MB. Before that it has logged at the same rate to a service that
 * answers, so that what V8 takes for any such process is not counted. Every run is a process of its own.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";

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

let isStalled = false;
const server = createServer((request, response) => {
  request.resume();
  request.on("end", () => {
    if (!isStalled) response.writeHead(200, { "content-type": "application/json" }).end("{}");
  });
});
await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
const { port } = server.address() as AddressInfo;

console.log(
  `growth in ${SECONDS} s at 10,000 records/s with a queue of ${QUEUE_MB} MB; allowed ${ALLOWED_MB} MB`,
);
try {
  for (const side of SIDES) {
    isStalled = false;
    const child = spawn(
      process.execPath,
      [join(import.meta.dirname, "memory", "run.ts"), side, String(port), SECONDS, QUEUE_MB],
      { env: { ...process.env, METADATA_SERVER_DETECTION: "none" }, stdio: ["pipe", "pipe", "inherit"] },
    );
    let last = "";
    createInterface({ input: child.stdout }).on("line", (line) => {
      last = line;
      if (line !== "warm") return;
      isStalled = true;
      child.stdin.write("stalled\n");
    });
    await once(child, "close");
    const { grownMb, accepted, dropped, pending } = JSON.parse(last) as Measured;
    const balance = accepted === dropped + pending ? "ledger balanced" : "LEDGER NOT BALANCED";
    console.log(
      `${side.padEnd(20)} ${grownMb.toFixed(0).padStart(4)} MB  ${accepted} accepted, ${dropped} dropped, ${pending} pending, ${balance}`,
    );
    if (grownMb > ALLOWED_MB || accepted !== dropped + pending) process.exitCode = 1;
  }
} finally {
  server.closeAllConnections();
  server.close();
}
