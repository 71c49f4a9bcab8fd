/**
 * Cost of one call with five fields and six context keys, beside `console.log(JSON.stringify(…))`, pino and Powertools,
 * to /dev/null and to a pipe, and of a call below the level. Every measurement is a process of its own; the rounds are
 * interleaved; the figures are medians.
 */
import { spawnSync } from "node:child_process";
import { openSync } from "node:fs";
import { keepResults, median } from "./results.ts";

const CALLS = 200_000;
const WARM_UP = 20_000;
const ROUNDS = Number(process.env["ROUNDS"] ?? 7);

const PRELUDE = `
const context = { service: "checkout", requestId: "8f14e45f-ceea-4672-a1c2", traceId: "1-5759e988-bd862e3fe1be46a994272793", tenant: "acme", region: "eu-west-1", version: "1.42.0" };
const fields = (i) => ({ orderId: "o-" + i, amount: i * 1.25, currency: "EUR", attempt: i & 3, paid: (i & 1) === 0 });
`;
const ENTRY = (path: string): string => JSON.stringify(new URL(path, import.meta.url).href);

const SUBJECTS: Readonly<Record<string, string>> = {
  console: `const call = (i) => console.log(JSON.stringify({ timestamp: new Date().toISOString(), level: "INFO", message: "order placed", logger: "orders", ...context, ...fields(i) }));`,
  cumulog: `const { getLogger, withContext } = await import(${ENTRY("../lib/index.ts")});
const log = getLogger("orders"); wrap = (run) => withContext(context, run);
const call = (i) => log.info(fields(i), "order placed");`,
  pino: `const { default: pino } = await import("pino");
const log = pino({ base: null, timestamp: pino.stdTimeFunctions.isoTime }).child(context);
const call = (i) => log.info(fields(i), "order placed");`,
  powertools: `const { Logger } = await import("@aws-lambda-powertools/logger");
const log = new Logger({ serviceName: "checkout", persistentKeys: context });
const call = (i) => log.info("order placed", fields(i));`,
};

const LOOP = `
let sink; wrap(() => { for (let i = 0; i < ${WARM_UP}; i += 1) call(i); });
const cpu = process.cpuUsage(); const start = process.hrtime.bigint();
wrap(() => { for (let i = 0; i < ${CALLS}; i += 1) call(i); });
const wall = Number(process.hrtime.bigint() - start) / ${CALLS}; const used = process.cpuUsage(cpu);
process.stderr.write(JSON.stringify({ wall, cpu: (used.user + used.system) * 1000 / ${CALLS} }));`;

interface Cost {
  readonly wall: number;
  readonly cpu: number;
}

/** Runs one subject; `"pipe"` reads its output through `cat`. */
function measure(subject: string, target: "null" | "pipe"): Cost {
  const source = `let wrap = (run) => run();${PRELUDE}${SUBJECTS[subject]}${LOOP}`;
  const node = [process.execPath, "--input-type=module", "-e", source] as const;
  const options = { cwd: import.meta.dirname, encoding: "utf8", maxBuffer: 2 ** 30 } as const;
  const result =
    target === "null"
      ? spawnSync(node[0], node.slice(1), {
          ...options,
          stdio: ["ignore", openSync("/dev/null", "w"), "pipe"],
        })
      : spawnSync("sh", ["-c", '"$@" | cat > /dev/null', "sh", ...node], {
          ...options,
          stdio: ["ignore", "ignore", "pipe"],
        });
  const answer = result.stderr.trimEnd().split("\n").at(-1) ?? "";
  if (result.status !== 0 || !answer.startsWith('{"wall"')) throw new Error(`${subject}: ${result.stderr}`);
  return JSON.parse(answer) as Cost;
}

async function belowLevel(): Promise<{ readonly empty: number; readonly below: number }> {
  const { getLogger } = await import("../lib/index.ts");
  const log = getLogger("bench.below");
  const empty = { call(_fields: object, _message: string): void {} };
  const calls = 20_000_000;
  const fields = { orderId: "o-1" };
  const time = (run: () => void): number => {
    const start = process.hrtime.bigint();
    run();
    return Number(process.hrtime.bigint() - start) / calls;
  };
  const rounds = Array.from({ length: ROUNDS + 1 }, () => ({
    empty: time(() => {
      for (let index = 0; index < calls; index += 1) empty.call(fields, "order placed");
    }),
    below: time(() => {
      for (let index = 0; index < calls; index += 1) log.debug(fields, "order placed");
    }),
  })).slice(1);
  return {
    empty: median(rounds.map((round) => round.empty)),
    below: median(rounds.map((round) => round.below)),
  };
}

const rows: Record<string, Record<string, number>> = {};
for (const target of ["null", "pipe"] as const) {
  const costs: Record<string, Cost[]> = {};
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const subject of Object.keys(SUBJECTS)) {
      costs[subject] ??= [];
      costs[subject].push(measure(subject, target));
    }
  }
  const base = costs["console"] as Cost[];
  console.log(
    `\n${target === "null" ? "to /dev/null" : "to a pipe"}: ns a call (median of ${ROUNDS}), ratio to console.log`,
  );
  for (const [subject, rounds] of Object.entries(costs)) {
    const wall = median(rounds.map((cost) => cost.wall));
    const cpu = median(rounds.map((cost) => cost.cpu));
    const wallRatio = median(rounds.map((cost, index) => cost.wall / (base[index] as Cost).wall));
    const cpuRatio = median(rounds.map((cost, index) => cost.cpu / (base[index] as Cost).cpu));
    rows[`to ${target}: ${subject}`] = {
      nanoseconds: wall,
      ofConsole: wallRatio,
      nanosecondsCpu: cpu,
      cpuOfConsole: cpuRatio,
    };
    console.log(
      `${subject.padEnd(11)} wall ${wall.toFixed(0).padStart(6)} (${wallRatio.toFixed(2)} ×)   cpu ${cpu.toFixed(0).padStart(6)} (${cpuRatio.toFixed(2)} ×)`,
    );
  }
}

const { empty, below } = await belowLevel();
console.log(
  `\nbelow the level: ${below.toFixed(2)} ns, an empty call ${empty.toFixed(2)} ns: ${(below / empty).toFixed(1)} ×`,
);
rows["below the level"] = { nanoseconds: below, ofAnEmptyCall: below / empty };
keepResults("logger", "every side writes one line of JSON with the same fields", rows);
