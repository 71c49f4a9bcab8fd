/**
 * 50,000 entries from the record to the acknowledgement: the handler's two transports beside the generated gRPC client of
 * `@google-cloud/logging` with calls of 1,000 entries, and beside its `log.write` of arrays. The server is a process of its own, every
 * run is one, rounds are interleaved, figures are medians.
 */
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { promisify } from "node:util";

const execute = promisify(execFile);
const ENTRIES = process.env["ENTRIES"] ?? "50000";
const ROUNDS = Number(process.env["ROUNDS"] ?? 5);
const LONGEST_MS = 60_000;
const SIDES = ["raw gRPC", "cumulog grpc", "cumulog rest", "log.write"] as const;
const folder = join(import.meta.dirname, "google");

interface Measured {
  readonly rate: number;
  readonly cpu: number;
  readonly memory: number;
}
const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >>> 1]!;

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
  for (const side of SIDES)
    console.log(
      `${side.padEnd(13)} ${Math.round(of(side, "rate")).toString().padStart(7)} entries/s  ${of(side, "cpu").toFixed(1).padStart(6)} µs CPU/entry  ` +
        `${of(side, "memory").toFixed(0).padStart(4)} MB  × raw gRPC: ${(of(side, "rate") / of("raw gRPC", "rate")).toFixed(2)}`,
    );
} finally {
  server.kill();
}
