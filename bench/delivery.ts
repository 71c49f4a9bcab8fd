import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

const RECORDS = process.env["RECORDS"] ?? "200000";
const ROUNDS = Number(process.env["ROUNDS"] ?? 5);
const SIDES = ["cumulog", "raw"] as const;
const folder = join(import.meta.dirname, "delivery");

interface Measured {
  readonly rate: number;
  readonly cpu: number;
}
const median = (values: number[]): number => values.toSorted((a, b) => a - b)[values.length >>> 1]!;

async function compare(latency: string): Promise<void> {
  const server = spawn(process.execPath, [join(folder, "server.ts")], {
    env: { ...process.env, LATENCY_MS: latency },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [port] = (await once(server.stdout!, "data")) as [Buffer];
  const endpoint = `http://127.0.0.1:${String(port).trim()}`;
  const measured: Record<string, Measured[]> = { cumulog: [], raw: [] };
  for (let round = 0; round < ROUNDS; round++) {
    for (const side of SIDES) {
      const output = execFileSync(process.execPath, [join(folder, "run.ts"), side, endpoint, RECORDS]);
      measured[side]!.push(JSON.parse(String(output)) as Measured);
    }
  }
  server.kill();
  const of = (side: string, key: keyof Measured): number => median(measured[side]!.map((each) => each[key]));
  for (const side of SIDES)
    console.log(
      `latency ${latency} ms  ${side.padEnd(8)} ${Math.round(of(side, "rate"))} records/s  ${of(side, "cpu").toFixed(2)} µs CPU/record  ` +
        `× raw: rate ${(of(side, "rate") / of("raw", "rate")).toFixed(2)}, CPU ${(of(side, "cpu") / of("raw", "cpu")).toFixed(2)}`,
    );
}

await compare("0");
await compare("50");
