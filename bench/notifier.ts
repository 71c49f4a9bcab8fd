/**
 * From an alarm's message to the post of its alert: the time of a process that has to load everything (cold), and of the invocations
 * after it (warm), beside a function that only reads the message and posts its summary with `fetch`: it looks for no lines, remembers
 * nothing, checks nothing and tries nothing again. Also what the functions' bundles take to load and on disk. The services are
 * another process's servers on loopback, every cold run is a process of its own, rounds are interleaved; medians.
 */
import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { FUNCTIONS } from "../infra/constructs/function-bundle.ts";
import { buildFunctions } from "../scripts/build-functions.ts";
import { AwsServer } from "../test/functions/aws-server.ts";
import { WebServer } from "../test/functions/web-server.ts";
import { keepResults, median } from "./results.ts";

const execute = promisify(execFile);
const ROUNDS = Number(process.env["ROUNDS"] ?? 9);
const root = join(import.meta.dirname, "..");
const folder = mkdtempSync(join(tmpdir(), "notifier-"));
const aws = new AwsServer();
const web = new WebServer();
const rows: Record<string, Record<string, number>> = {};
try {
  await buildFunctions(root, folder);
  const [endpoint, url] = await Promise.all([aws.start(), web.start()]);
  aws.on("DescribeMetricFilters", () => ({ metricFilters: [] }));
  const environment = {
    ...process.env,
    // Without the condition under which this process runs, as in Lambda.
    NODE_OPTIONS: "--enable-source-maps --max-semi-space-size=4",
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: "eu-west-1",
    AWS_ACCESS_KEY_ID: "a",
    AWS_SECRET_ACCESS_KEY: "b",
    POST_URL: url,
    ALERT_NOTIFIER_CONFIGURATION: JSON.stringify({
      destinations: [{ type: "webhook", name: "hook", url, signingSecret: "s" }],
    }),
  };
  const run = async (...parameters: string[]) => {
    const file = join(import.meta.dirname, "notifier/run.mjs");
    const { stdout } = await execute(process.execPath, [file, ...parameters], { env: environment });
    return JSON.parse(stdout.trim().split("\n").at(-1)!) as Record<string, number>;
  };
  const sides = { notifier: join(folder, "alert-notifier/index.mjs"), "only a post": "bare" };
  const measured: Record<string, Record<string, number>[]> = {};
  for (let round = 0; round < ROUNDS; round++) {
    for (const [side, entry] of Object.entries(sides))
      measured[side] = [...(measured[side] ?? []), await run("post", entry)];
    for (const name of FUNCTIONS)
      measured[name] = [...(measured[name] ?? []), await run("load", join(folder, name, "index.mjs"))];
  }
  for (const [side, runs] of Object.entries(measured)) {
    const row = Object.fromEntries(
      Object.keys(runs[0]!).map((key) => [key, median(runs.map((values) => values[key]!))]),
    );
    if (side in sides === false)
      row["kilobytes"] =
        readdirSync(join(folder, side)).reduce(
          (sum, file) => sum + statSync(join(folder, side, file)).size,
          0,
        ) / 1_000;
    rows[side] = row;
    const figures = Object.entries(row).map(([key, value]) => `${key} ${value.toFixed(value < 10 ? 2 : 0)}`);
    console.log(`${side.padEnd(26)} ${figures.join("  ")}`);
  }
} finally {
  await Promise.all([aws.stop(), web.stop()]);
  rmSync(folder, { recursive: true });
}
keepResults(
  "notifier",
  "the peer posts a summary with fetch: no lines, no memory, no checks, no second try",
  rows,
);
