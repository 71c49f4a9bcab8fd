/**
 * `npm run bench:keep`: every bench that README quotes, one after the other with `KEEP=1`, then README's table out of what they kept.
 * `npm run bench:keep -- google notifier` runs these alone. What a bench kept before goes first, so that no old figure stands for a
 * run that failed; with a failure the others still run, README stays as it is, and the status is 1. Output goes to
 * `.cumulog/bench/NAME.log`.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync } from "node:fs";
import { loadavg } from "node:os";
import { join } from "node:path";
import { checkKept, QUOTED_BENCHES } from "./measured-table.ts";

const root = join(import.meta.dirname, "..");
const results = join(root, "bench/results");
const logs = join(root, ".cumulog/bench");
/** A machine with more than this to do before the first bench is too busy to be quoted. */
const QUIET_LOAD = 0.5;
/** Rounds of the long benches, so that all take a quarter of an hour; `ROUNDS` sets those of every bench. */
const ROUNDS: Readonly<Record<string, string>> = { delivery: "3", search: "3" };
const LAST_LINES = 15;

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !QUOTED_BENCHES.includes(name));
if (unknown.length > 0) {
  console.error(`README quotes no bench ${unknown.join(", ")}: expected ${QUOTED_BENCHES.join(", ")}.`);
  process.exit(2);
}
if (!existsSync(join(root, "bench/node_modules"))) {
  console.error("The peers are not installed: npm ci --prefix bench installs them.");
  process.exit(2);
}
const load = loadavg()[0]!;
if (load > QUIET_LOAD)
  console.error(
    `The machine is not quiet: its load is ${load.toFixed(2)}, so that the figures may be worse.`,
  );

mkdirSync(logs, { recursive: true });
const benches = asked.length > 0 ? asked : QUOTED_BENCHES;
const failures: string[] = [];
const seconds = (since: number) => `${((performance.now() - since) / 1_000).toFixed(0)} s`;
const began = performance.now();
for (const [index, bench] of benches.entries()) {
  process.stderr.write(`${index + 1}/${benches.length} ${bench} … `);
  const started = performance.now();
  const failure = await failureOf(bench);
  process.stderr.write(
    failure === undefined ? `kept after ${seconds(started)}\n` : `failed after ${seconds(started)}\n`,
  );
  if (failure === undefined) continue;
  failures.push(bench);
  console.error(failure);
}
console.error(`${benches.length - failures.length} of ${benches.length} kept in ${seconds(began)}.`);
if (failures.length > 0) {
  console.error(`README stays as it is: without ${failures.join(", ")} its table would not be whole.`);
  process.exitCode = 1;
} else await import("./write-measured.ts");

/** Runs a bench; what is wrong with its run or with what it kept. */
async function failureOf(bench: string): Promise<string | undefined> {
  rmSync(join(results, `${bench}.json`), { force: true });
  const log = join(logs, `${bench}.log`);
  const output = openSync(log, "w");
  const child = spawn("npm", ["run", "--silent", `bench:${bench}`], {
    cwd: root,
    env: { ROUNDS: ROUNDS[bench], ...process.env, KEEP: "1" },
    stdio: ["ignore", output, output],
  });
  const [status, signal] = (await once(child, "exit")) as [number | null, string | null];
  closeSync(output);
  const printed = () => readFileSync(log, "utf8").trimEnd().split("\n").slice(-LAST_LINES).join("\n");
  if (status !== 0) return `${printed()}\nIt ended with ${signal ?? `status ${status}`}; all of it: ${log}`;
  try {
    checkKept(results, bench);
    return undefined;
  } catch (error) {
    return `${printed()}\n${(error as Error).message}; all of it: ${log}`;
  }
}
