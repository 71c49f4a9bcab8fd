/**
 * An earlier package beside this one, both as they are published: `npm run bench:baseline -- --tarball FILE [--rounds 7]
 * [--only delivery]`. The tarball is installed in a project of its own, the packages of this build in another. The scenarios are those of
 * `bench:logger`, `bench:coldstart`, `bench:delivery`, `bench:local` and `bench:chain`; each run is a process of its own, rounds are
 * interleaved, figures are medians: of the costs, and of the ratios of each round. `KEEP=1` keeps them in bench/results.
 */
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { type BaselineProject, installBaseline, installNow } from "./baseline/projects.ts";
import { type Costs, SCENARIOS, type Scenario } from "./baseline/scenarios.ts";
import { keepResults, median } from "./results.ts";

/** What may be slower before it is pointed out. */
const TOLERATED = 1.05;

const { values } = parseArgs({
  options: {
    tarball: { type: "string" },
    rounds: { type: "string", default: "7" },
    only: { type: "string", default: "" },
  },
});
const rounds = Number(values.rounds);
const scenarios = SCENARIOS.filter(({ name }) => name.startsWith(values.only));
if (values.tarball === undefined || !existsSync(values.tarball))
  fail(`--tarball: expected the file of an earlier package, such as cumulog-0.1.0.tgz.`);
if (!Number.isInteger(rounds) || rounds < 1) fail("--rounds: expected a whole number from 1.");
if (scenarios.length === 0)
  fail(`--only: expected the beginning of one of ${SCENARIOS.map(({ name }) => name).join("; ")}.`);

function fail(sentence: string): never {
  console.error(sentence);
  process.exit(2);
}

const folder = mkdtempSync(join(tmpdir(), "cumulog-baseline-"));
const rows: Record<string, Record<string, number>> = {};
try {
  const tarball = resolve(values.tarball);
  const projects: readonly BaselineProject[] = [
    { name: "baseline", folder: join(folder, "baseline") },
    { name: "now", folder: join(folder, "now") },
  ];
  for (const sentence of installBaseline(projects[0]!.folder, tarball)) console.log(sentence);
  installNow(projects[1]!.folder);
  console.log(`${basename(tarball)} beside this build, medians of ${rounds} interleaved rounds`);
  for (const scenario of scenarios) await compare(scenario, projects);
  keepResults("baseline", `${basename(tarball)}, installed in a project of its own`, rows);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function compare(scenario: Scenario, projects: readonly BaselineProject[]): Promise<void> {
  await using cleanup = new AsyncDisposableStack();
  const run = await scenario.open(cleanup, projects);
  const all: Record<BaselineProject["name"], Costs[]> = { baseline: [], now: [] };
  for (let round = 0; round < rounds; round += 1)
    // Who comes second finds a warmer machine: in turns.
    for (const project of round % 2 === 0 ? projects : projects.toReversed())
      all[project.name].push(await run(project));
  for (const part of Object.keys(all.now[0]!)) {
    const of = (side: BaselineProject["name"], cost: "wall" | "cpu") =>
      all[side].map((costs) => costs[part]![cost]);
    const ratio = (cost: "wall" | "cpu") =>
      median(of("now", cost).map((now, round) => now / of("baseline", cost)[round]!));
    const row = {
      baseline: median(of("baseline", "wall")),
      now: median(of("now", "wall")),
      ofBaseline: ratio("wall"),
      baselineCpu: median(of("baseline", "cpu")),
      nowCpu: median(of("now", "cpu")),
      cpuOfBaseline: ratio("cpu"),
    };
    rows[`${scenario.name}: ${part} (${scenario.unit})`] = row;
    console.log(
      `${`${scenario.name}: ${part}`.padEnd(52)} ${figure(row.baseline)} → ${figure(row.now)} ${scenario.unit.padEnd(11)} ${row.ofBaseline.toFixed(2)} ×   cpu ${figure(row.baselineCpu)} → ${figure(row.nowCpu)} ${row.cpuOfBaseline.toFixed(2)} ×${row.ofBaseline > TOLERATED && row.cpuOfBaseline > TOLERATED ? "  slower" : ""}`,
    );
  }
}

function figure(value: number): string {
  return value.toPrecision(4).padStart(7);
}
