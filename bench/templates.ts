/**
 * Mining of templates: `node bench/templates.ts`.
 * - grouping accuracy and F1 on eight generated families of logs with known truth, one configuration
 * - the same on sixteen generated systems of 2,000 lines: eight that were tuned on, and eight that were held out; of the messages
 *   alone, and of the lines with their headers
 * - CPU time beside splitting the same lines at spaces, interleaved, medians
 * - memory after collection (`--expose-gc`) over LINES lines (10^7) with 10^6 distinct values
 */
import { TemplateMiner } from "../lib/analysis/templates/index.ts";
import { scoreGrouping } from "./corpora/grouping.ts";
import { generateFamily, LOG_FAMILIES } from "./corpora/log-families.ts";
import { HELD_OUT_SYSTEMS } from "./corpora/systems/held-out-systems.ts";
import { generateSystem, type SystemLog } from "./corpora/systems/system-log.ts";
import { TUNED_SYSTEMS } from "./corpora/systems/tuned-systems.ts";

const ROUNDS = Number(process.env["ROUNDS"] ?? 9);
const LINES = Number(process.env["LINES"] ?? 10_000_000);
const EVENTS = 20_000;

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1]!;

function cpuMs(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

const accuracies: number[] = [];
for (const family of LOG_FAMILIES) {
  const events = generateFamily(family, EVENTS, 7);
  const miner = new TemplateMiner();
  const ids = events.map(({ text }) => miner.add(text));
  const score = scoreGrouping(
    ids.map((id) => miner.resolve(id)),
    events.map(({ template }) => template),
  );
  accuracies.push(score.accuracy);
  console.log(
    `${family.name.padEnd(22)} grouping accuracy ${score.accuracy.toFixed(3)}  F1 ${score.f1.toFixed(3)}  ${score.groups} of ${score.trueGroups} templates`,
  );
}
console.log(
  `mean grouping accuracy ${(accuracies.reduce((a, b) => a + b) / accuracies.length).toFixed(3)}\n`,
);

function accuracyOf(systems: readonly SystemLog[], seed: number): string {
  const means = (["content", "line"] as const).map((part) => {
    const scores = systems.map((system) => {
      const lines = generateSystem(system, seed);
      const miner = new TemplateMiner();
      const ids = lines.map((line) => miner.add(line[part]));
      const truth = lines.map(({ template }) => template);
      return scoreGrouping(
        ids.map((id) => miner.resolve(id)),
        truth,
      ).accuracy;
    });
    const mean = scores.reduce((one, other) => one + other) / scores.length;
    return `${part} ${mean.toFixed(3)} (${scores.map((score) => score.toFixed(2)).join(" ")})`;
  });
  return means.join("  ");
}
console.log(`systems tuned on   ${accuracyOf(TUNED_SYSTEMS, 1)}`);
console.log(`systems held out   ${accuracyOf(HELD_OUT_SYSTEMS, 1)}`);
console.log(`another seed       ${accuracyOf([...TUNED_SYSTEMS, ...HELD_OUT_SYSTEMS], 1_001)}\n`);

const lines = LOG_FAMILIES.flatMap((family) => generateFamily(family, EVENTS, 8).map(({ text }) => text));
let words = 0;
const splitting: number[] = [];
const mining: number[] = [];
for (let round = 0; round < ROUNDS; round++) {
  splitting.push(
    cpuMs(() => {
      for (const line of lines) words += line.split(" ").length;
    }),
  );
  mining.push(
    cpuMs(() => {
      const miner = new TemplateMiner();
      for (const line of lines) miner.add(line);
    }),
  );
}
const [split, mine] = [median(splitting), median(mining)];
console.log(
  `${lines.length} lines, ${(lines.join("").length / lines.length).toFixed(0)} characters each (${words} words)`,
);
console.log(
  `split at spaces ${split.toFixed(0)} ms, mined ${mine.toFixed(0)} ms: ${(mine / split).toFixed(2)} ×`,
);
console.log(`${Math.round(lines.length / (mine / 1_000)).toLocaleString("en")} lines a second\n`);

const letters = (value: number): string =>
  value.toString(26).replaceAll(/\d/g, (digit) => "qrstuvwxyz"[Number(digit)]!);
const miner = new TemplateMiner();
const memory: string[] = [];
for (let index = 0; index < LINES; index++) {
  const value = letters((index * 7_919) % 1_000_000);
  miner.add(
    `user ${value} moved order ${index} from shelf ${value} to ${letters(index % 30)} in ${index % 900} ms`,
  );
  if (index % Math.max(1, Math.floor(LINES / 5)) === 0) {
    globalThis.gc?.();
    memory.push(`${Math.round(process.memoryUsage().heapUsed / 1_048_576)} MB`);
  }
}
console.log(
  `heap over ${LINES.toLocaleString("en")} lines with 1,000,000 distinct values: ${memory.join(", ")}`,
);
console.log(`${miner.size} templates, state ${miner.state().length} bytes`);
