/**
 * From the logger call to the answer of an OTLP receiver: records a second and CPU a record, beside OpenTelemetry's
 * `BatchLogRecordProcessor` with its OTLP exporter, for both forms of the protocol; then what both lose under the faults of
 * `bench:delivery`. The receiver is a process of its own, every run is one, rounds are interleaved, figures are medians.
 * Needs `npm ci --prefix test/interop`. `KEEP=1` keeps the figures in bench/results.
 */
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { promisify } from "node:util";
import { keepResults, median } from "./results.ts";

const execute = promisify(execFile);
const RECORDS = process.env["RECORDS"] ?? "100000";
const ROUNDS = Number(process.env["ROUNDS"] ?? 5);
const LONGEST_MS = 120_000;
const folder = join(import.meta.dirname, "otlp");
const SIDES = ["cumulog", "opentelemetry"] as const;

interface Measured {
  readonly rate: number;
  readonly cpu: number;
}
const results: Record<string, Record<string, number>> = {};

async function compare(
  protocol: "http/json" | "http/protobuf",
  records: string,
  rounds: number,
  faults: Readonly<Record<string, string>> | undefined,
): Promise<void> {
  const environment = faults ? { ...faults, COUNT: "1" } : {};
  const server = spawn(process.execPath, [join(folder, "server.ts")], {
    env: { ...process.env, ...environment },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [port] = (await once(server.stdout!, "data")) as [Buffer];
  const endpoint = `http://127.0.0.1:${String(port).trim()}`;
  const measured: Record<string, Measured[]> = { cumulog: [], opentelemetry: [] };
  const lost: Record<string, number[]> = { cumulog: [], opentelemetry: [] };
  for (let round = 0; round < rounds; round++)
    for (const side of SIDES) {
      const { stdout } = await execute(
        process.execPath,
        [join(folder, "run.ts"), side, protocol, `${endpoint}/v1/logs`, records],
        { env: { ...process.env, ...environment }, timeout: LONGEST_MS },
      );
      measured[side]!.push(JSON.parse(stdout.trim().split("\n").at(-1)!) as Measured);
      if (faults) {
        const { stored } = (await (await fetch(`${endpoint}/stored`)).json()) as { stored: number };
        lost[side]!.push(Number(records) - stored);
      }
    }
  server.kill();
  const title = faults ? `${protocol}, 30 % throttled, 5 % server errors of which half store` : protocol;
  console.log(`\n${title}, ${Number(records).toLocaleString("en")} records`);
  for (const side of SIDES) {
    const runs = measured[side]!;
    const rate = median(runs.map((run) => run.rate));
    const cpu = median(runs.map((run) => run.cpu));
    const ratio = median(runs.map((run, index) => run.rate / measured["opentelemetry"]![index]!.rate));
    const worst = faults ? Math.max(...lost[side]!) : undefined;
    results[`${title}: ${side}`] = {
      recordsPerSecond: rate,
      microsecondsCpuPerRecord: cpu,
      rateOfOpenTelemetry: ratio,
      ...(worst !== undefined && { lost: worst }),
    };
    console.log(
      `${side.padEnd(14)} ${Math.round(rate).toString().padStart(7)} records/s (${ratio.toFixed(2)} ×)  ${cpu.toFixed(2).padStart(6)} µs CPU/record${worst === undefined ? "" : `  lost ${worst}`}`,
    );
  }
}

for (const protocol of ["http/json", "http/protobuf"] as const) {
  await compare(protocol, RECORDS, ROUNDS, undefined);
  await compare(protocol, "20000", Math.min(ROUNDS, 3), { THROTTLE: "0.3", ERROR: "0.05" });
}
keepResults(
  "otlp",
  "OpenTelemetry's BatchLogRecordProcessor with a queue that holds all records, and its OTLP exporter; neither compresses",
  results,
);
