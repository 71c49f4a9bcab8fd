import { mkdirSync, writeFileSync } from "node:fs";
import { availableParallelism, cpus } from "node:os";
import { join } from "node:path";

/** The median of an odd number of values, the upper one of the middle two of an even number. */
export const median = (values: readonly number[]): number =>
  values.toSorted((left, right) => left - right)[values.length >>> 1]!;

/**
 * Keeps what a bench has measured as `bench/results/NAME.json`, with the machine that it ran on, so that the next change can see
 * what it cost, and so that README quotes nothing else. Only with `KEEP=1`: a run on a busy machine is for the eye.
 *
 * @param peer what the peer may do that ours does, in one line
 * @param rows figures by side or case, with their units in the names
 */
export function keepResults(
  name: string,
  peer: string,
  rows: Readonly<Record<string, Readonly<Record<string, number | string>>>>,
): void {
  if (process.env["KEEP"] !== "1") return;
  const folder = join(import.meta.dirname, "results");
  mkdirSync(folder, { recursive: true });
  const machine = `${availableParallelism()} cores of ${cpus()[0]?.model.trim() ?? "an unknown processor"}, Node.js ${process.version}`;
  const result = { bench: name, date: new Date().toISOString().slice(0, 10), machine, peer, rows };
  writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(result, rounded, 2)}\n`);
}

function rounded(_key: string, value: unknown): unknown {
  return typeof value === "number" ? Number(value.toPrecision(4)) : value;
}
