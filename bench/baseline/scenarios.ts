import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { CHAIN_TEMPLATE } from "../../test/local/chain/chain-template.ts";
import { FUNCTION_BUNDLE } from "../function-bundle.ts";
import { median } from "../results.ts";
import { type BaselineProject, SCENARIO_FOLDER } from "./projects.ts";
import type { Cost } from "./scenarios/report.ts";

export type Costs = Readonly<Record<string, Cost>>;

/** One of the earlier benches. */
export interface Scenario {
  readonly name: string;
  /** Of the costs of all parts. */
  readonly unit: string;
  /** Starts what all runs share; resolves with what runs it once in a project, in a process of its own. */
  open(cleanup: AsyncDisposableStack, projects: readonly BaselineProject[]): Promise<Run>;
}

type Run = (project: BaselineProject) => Promise<Costs>;

/** A start of a process differs from the next by more than what is to be seen: a round is the median of so many. */
const STARTS = 9;

export const SCENARIOS: readonly Scenario[] = [
  {
    name: "logger to /dev/null",
    unit: "ns a call",
    open: async () => (project) => execute(project, ["logger.ts"], {}, "null"),
  },
  {
    name: "logger to a pipe",
    unit: "ns a call",
    open: async () => (project) => execute(project, ["logger.ts"], {}, "pipe"),
  },
  { name: "coldstart", unit: "ms", open: openColdStart },
  { name: "coldstart to the first delivery", unit: "ms", open: openFirstDelivery },
  { name: "delivery", unit: "µs a record", open: (cleanup) => openDelivery(cleanup, {}) },
  { name: "delivery, cold", unit: "µs a record", open: (cleanup) => openDelivery(cleanup, { COLD: "1" }) },
  {
    name: "delivery, 50 ms latency",
    unit: "µs a record",
    open: (cleanup) => openDelivery(cleanup, { LATENCY_MS: "50" }),
  },
  { name: "local", unit: "µs an event", open: async () => (project) => execute(project, ["local.ts"]) },
  {
    name: "chain",
    unit: "ms",
    open: async (_cleanup, projects) => {
      for (const { folder } of projects)
        writeFileSync(join(folder, "chain.json"), JSON.stringify(CHAIN_TEMPLATE));
      return (project) => execute(project, ["chain.ts", "chain.json"]);
    },
  },
];

/** Load of a bundle and its first line, less that of an empty bundle, as a function that only logs would have it. */
async function openColdStart(
  _cleanup: AsyncDisposableStack,
  projects: readonly BaselineProject[],
): Promise<Run> {
  const line = `getLogger("cold").info({ orderId: "1" }, "first");`;
  const entries = {
    empty: "export {};",
    "a logger": `import { getLogger } from "cumulog"; ${line}`,
    "with StdoutHandler": `import { getLogger, StdoutHandler } from "cumulog"; globalThis.keep = StdoutHandler; ${line}`,
  };
  for (const project of projects) await bundle(project, entries);
  return async (project) => {
    const costs: Record<"a logger" | "with StdoutHandler", Cost[]> = {
      "a logger": [],
      "with StdoutHandler": [],
    };
    for (let start = 0; start < STARTS; start += 1) {
      const empty = await load(project, "empty");
      for (const name of ["a logger", "with StdoutHandler"] as const) {
        const { wall, cpu } = await load(project, name);
        costs[name].push({ wall: wall - empty.wall, cpu: cpu - empty.cpu });
      }
    }
    return medians(costs);
  };
}

/** From an empty process to the first delivered record, as a bundle. */
async function openFirstDelivery(
  cleanup: AsyncDisposableStack,
  projects: readonly BaselineProject[],
): Promise<Run> {
  const endpoint = await startServer(cleanup, {});
  const record = `{ timestamp: Date.now(), level: 30, logger: "cold", message: "first", fields: { orderId: "1" } }`;
  const deliver = `handler.write(${record}); const { delivered } = await handler.flush(); if (delivered !== 1) throw new Error("not delivered");`;
  for (const project of projects)
    await bundle(project, {
      CloudWatchHandler: `import { CloudWatchHandler } from "cumulog";
        const handler = new CloudWatchHandler({ logGroupName: "cold", logStreamName: "ours", endpoint: process.env.ENDPOINT, region: "us-east-1", credentials: { accessKeyId: "a", secretAccessKey: "b" } });
        ${deliver}`,
    });
  return async (project) => {
    const costs: Cost[] = [];
    for (let start = 0; start < STARTS; start += 1)
      costs.push(await load(project, "CloudWatchHandler", { ENDPOINT: endpoint, COLD: "1" }));
    return medians({ CloudWatchHandler: costs });
  };
}

async function openDelivery(
  cleanup: AsyncDisposableStack,
  environment: Readonly<Record<string, string>>,
): Promise<Run> {
  const endpoint = await startServer(cleanup, environment);
  return (project) => execute(project, ["delivery.ts", endpoint], environment);
}

/** The server of `bench:delivery`, which acknowledges everything. @returns its address */
async function startServer(
  cleanup: AsyncDisposableStack,
  environment: Readonly<Record<string, string>>,
): Promise<string> {
  const server = spawn(process.execPath, [join(import.meta.dirname, "../delivery/server.ts")], {
    env: { ...process.env, ...environment },
    stdio: ["ignore", "pipe", "inherit"],
  });
  cleanup.defer(() => void server.kill());
  const [port] = (await once(server.stdout!, "data")) as [Buffer];
  return `http://127.0.0.1:${String(port).trim()}`;
}

async function bundle({ folder }: BaselineProject, entries: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, contents] of Object.entries(entries))
    await build({
      stdin: { contents, resolveDir: folder },
      outdir: join(folder, "bundles", name),
      ...FUNCTION_BUNDLE,
    });
}

async function load(
  project: BaselineProject,
  name: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<Cost> {
  const costs = await execute(project, ["load.ts", join("bundles", name, "index.mjs")], environment);
  return costs["load"]!;
}

const medians = (costs: Readonly<Record<string, readonly Cost[]>>): Costs =>
  Object.fromEntries(
    Object.entries(costs).map(([name, all]) => [
      name,
      { wall: median(all.map(({ wall }) => wall)), cpu: median(all.map(({ cpu }) => cpu)) },
    ]),
  );

/**
 * Runs a scenario in a project.
 *
 * @throws Error with what it said when it fails
 */
async function execute(
  { folder, name }: BaselineProject,
  parameters: readonly [program: string, ...parameters: string[]],
  environment: Readonly<Record<string, string>> = {},
  output: "null" | "pipe" = "null",
): Promise<Costs> {
  const sink = openSync("/dev/null", "w");
  const [program, ...others] = parameters;
  const child = spawn(process.execPath, [join(SCENARIO_FOLDER, program), ...others], {
    cwd: folder,
    env: { ...process.env, METADATA_SERVER_DETECTION: "none", ...environment },
    stdio: ["ignore", output === "null" ? sink : "pipe", "pipe"],
  });
  closeSync(sink);
  child.stdout?.resume();
  let said = "";
  child.stderr!.on("data", (chunk: Buffer) => {
    said += chunk.toString();
  });
  const [status] = (await once(child, "close")) as [number | null];
  const last = said.trimEnd().split("\n").at(-1) ?? "";
  if (status !== 0 || !last.startsWith("{")) throw new Error(`${program} in ${name} failed:\n${said}`);
  return JSON.parse(last) as Costs;
}
