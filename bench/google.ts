/**
 * Entries from the logger call to the acknowledgement over gRPC and REST, in calls of 1,000, two in flight on every side. The peers:
 * bare grpc-js with protobufjs, REST bodies put together from texts, Google's generated client, and its `log.write` of arrays. The
 * server is a process of its own, every run is one, rounds are interleaved, figures are medians. `KEEP=1` keeps them in bench/results.
 */
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { promisify } from "node:util";
import { keepResults, median } from "./results.ts";

const execute = promisify(execFile);
const ENTRIES = process.env["ENTRIES"] ?? "100000";
const ROUNDS = Number(process.env["ROUNDS"] ?? 5);
const LONGEST_MS = 60_000;
const SIDES = [
  "bare gRPC",
  "bare REST",
  "Google's client",
  "cumulog grpc",
  "cumulog rest",
  "log.write",
] as const;
const folder = join(import.meta.dirname, "google");

interface Measured {
  readonly rate: number;
  readonly cpu: number;
  readonly main: number;
  readonly memory: number;
}

const server = spawn(process.execPath, [join(folder, "server.ts")], { stdio: ["ignore", "pipe", "inherit"] });
try {
  const [line] = (await once(server.stdout!, "data")) as [Buffer];
  const ports = JSON.parse(String(line)) as { grpc: number; rest: number };
  const measured = new Map<string, Measured[]>(SIDES.map((side) => [side, []]));
  for (let round = 0; round < ROUNDS; round++)
    for (const side of SIDES) {
      const { stdout } = await execute(
        process.execPath,
        [join(folder, "run.ts"), side, String(ports.grpc), String(ports.rest), ENTRIES],
        { timeout: LONGEST_MS, env: { ...process.env, METADATA_SERVER_DETECTION: "none" } },
      );
      measured.get(side)!.push(JSON.parse(stdout.trim().split("\n").at(-1)!) as Measured);
    }
  const of = (side: string, key: keyof Measured) => median(measured.get(side)!.map((run) => run[key]));
  console.log(`${Number(ENTRIES).toLocaleString("en")} entries, median of ${ROUNDS}`);
  const rows: Record<string, Record<string, number>> = {};
  for (const side of SIDES) {
    const rate = of(side, "rate");
    rows[side] = {
      entriesPerSecond: rate,
      microsecondsCpuPerEntry: of(side, "cpu"),
      microsecondsMainThreadPerEntry: of(side, "main"),
      megabytes: of(side, "memory"),
      rateOfBareGrpc: rate / of("bare gRPC", "rate"),
      rateOfBareRest: rate / of("bare REST", "rate"),
    };
    console.log(
      `${side.padEnd(15)} ${Math.round(rate).toString().padStart(7)} entries/s  ${of(side, "cpu").toFixed(1).padStart(6)} µs CPU/entry  ` +
        `${of(side, "main").toFixed(1).padStart(6)} µs main thread  ${of(side, "memory").toFixed(0).padStart(4)} MB  ` +
        `× bare gRPC: ${(rate / of("bare gRPC", "rate")).toFixed(2)}  × bare REST: ${(rate / of("bare REST", "rate")).toFixed(2)}`,
    );
  }
  keepResults(
    "google",
    "all sides send calls of 1,000 entries with two in flight; the bare ones keep no account, look at no limit and send the same fields every time",
    rows,
  );
} finally {
  server.kill();
}
