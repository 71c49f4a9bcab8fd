/**
 * From the logger call to the acknowledgement: records a second, CPU a record and CPU of the main thread a record. The peers are the
 * raw SDK with perfect 1 MB batches, once waiting for each call, once with two calls in flight while records are made (which the
 * handler may do as well: it makes the next body while one is under way), and a floor that writes and signs bodies in one pass.
 * Then the same from a cold process, under faults, and what other libraries deliver of the same records. The server is a process of its own,
 * every run is one, rounds are interleaved, figures are medians. `KEEP=1` keeps them in bench/results.
 */
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { promisify } from "node:util";
import { keepResults, median } from "./results.ts";

const execute = promisify(execFile);
const RECORDS = process.env["RECORDS"] ?? "200000";
const ROUNDS = Number(process.env["ROUNDS"] ?? 5);
/** A library that does not come to an end by then is ended, and what it delivered is counted. */
const LONGEST_MS = 45_000;
const folder = join(import.meta.dirname, "delivery");

interface Measured {
  readonly rate: number;
  readonly cpu: number;
  readonly main: number;
}
interface Stored {
  readonly stored: number;
  readonly duplicated: number;
  readonly outOfOrder: number;
}
const results: Record<string, Record<string, number>> = {};

async function compare(
  title: string,
  sides: readonly string[],
  records: string,
  rounds: number,
  environment: Readonly<Record<string, string>>,
): Promise<void> {
  const server = spawn(process.execPath, [join(folder, "server.ts")], {
    env: { ...process.env, ...environment },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [port] = (await once(server.stdout!, "data")) as [Buffer];
  const endpoint = `http://127.0.0.1:${String(port).trim()}`;
  const measured = new Map<string, Measured[]>(sides.map((side) => [side, []]));
  const counted = new Map<string, Stored[]>(sides.map((side) => [side, []]));
  for (let round = 0; round < rounds; round++)
    for (const side of sides) {
      const run = await execute(process.execPath, [join(folder, "run.ts"), side, endpoint, records], {
        env: { ...process.env, ...environment },
        timeout: LONGEST_MS,
      }).catch((error: { stderr?: string; killed?: boolean }) => ({ stdout: "", problem: error }));
      if (run.stdout !== "")
        measured.get(side)!.push(JSON.parse(run.stdout.trim().split("\n").at(-1)!) as Measured);
      if (environment["COUNT"])
        counted.get(side)!.push((await (await fetch(`${endpoint}/stored`)).json()) as Stored);
    }
  server.kill();
  console.log(`\n${title}, ${Number(records).toLocaleString("en")} records`);
  const raw = measured.get("raw-overlapped") ?? measured.get("raw")!;
  const of = (runs: readonly Measured[], key: keyof Measured): number => median(runs.map((run) => run[key]));
  for (const side of sides) {
    const runs = measured.get(side)!;
    const speed =
      runs.length === 0
        ? `did not end within ${LONGEST_MS / 1000} s, or failed`
        : `${Math.round(of(runs, "rate")).toString().padStart(7)} records/s  ${of(runs, "cpu").toFixed(2).padStart(6)} µs CPU/record  ` +
          `${Math.round(of(runs, "main")).toString().padStart(6)} ns main thread  ` +
          `× raw: rate ${(of(runs, "rate") / of(raw, "rate")).toFixed(2)}, main thread ${(of(runs, "main") / of(raw, "main")).toFixed(2)}`;
    if (runs.length > 0)
      results[`${title}: ${side}`] = {
        recordsPerSecond: of(runs, "rate"),
        microsecondsCpuPerRecord: of(runs, "cpu"),
        nanosecondsMainThreadPerRecord: of(runs, "main"),
        rateOfRaw: of(runs, "rate") / of(raw, "rate"),
        mainThreadOfRaw: of(runs, "main") / of(raw, "main"),
      };
    const account = worstOf(counted.get(side)!, Number(records));
    if (account && results[`${title}: ${side}`]) Object.assign(results[`${title}: ${side}`]!, account);
    console.log(`${side.padEnd(19)} ${speed}${accountText(account)}`);
  }
}

interface Account {
  readonly lost: number;
  readonly duplicated: number;
  readonly outOfOrder: number;
}

/** The worst of the rounds. */
function worstOf(rounds: readonly Stored[], records: number): Account | undefined {
  if (rounds.length === 0) return undefined;
  const worst = (key: keyof Stored) => Math.max(...rounds.map((round) => round[key]));
  const lost = records - Math.min(...rounds.map(({ stored }) => stored));
  return { lost, duplicated: worst("duplicated"), outOfOrder: worst("outOfOrder") };
}

function accountText(account: Account | undefined): string {
  if (account === undefined) return "";
  return `  lost ${account.lost}, duplicated ${account.duplicated}, out of order ${account.outOfOrder}`;
}

const OURS = ["cumulog", "raw-overlapped", "raw", "raw-formatter", "floor"];
const COUNTED = { COLD: "1", COUNT: "1" };
await compare("no latency", OURS, RECORDS, ROUNDS, {});
await compare("from a cold process", ["cumulog", "raw-overlapped", "floor"], RECORDS, ROUNDS, { COLD: "1" });
await compare("50 ms latency", ["cumulog-overlapped", ...OURS], RECORDS, ROUNDS, { LATENCY_MS: "50" });
await compare(
  "30 % throttled, 5 % server errors of which half store",
  ["cumulog", "raw-overlapped"],
  RECORDS,
  Math.min(ROUNDS, 3),
  {
    ...COUNTED,
    THROTTLE: "0.3",
    ERROR: "0.05",
  },
);
await compare(
  "other libraries",
  ["cumulog", "raw-overlapped", "winston-cloudwatch", "pino-cloudwatch", "logtape"],
  RECORDS,
  1,
  COUNTED,
);
keepResults(
  "delivery",
  "the raw SDK makes perfect batches and has two calls in flight while records are made, as ours may; it keeps no account and no order between calls",
  results,
);
