/**
 * Cost of the middleware per invocation over middy 7 with one empty middleware, beside Powertools' injectLambdaContext, and the
 * time to load the bundle of middleware and logger beside Powertools' logger with its middleware.
 *
 * Run `npm ci --prefix bench`, then `node bench/middleware.ts`. CPU time of interleaved runs, medians.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";
import { getLogger } from "../lib/logger/logger.ts";
import { logging, withLogging } from "../lib/middleware/index.ts";
import { keepResults, median } from "./results.ts";

const INVOCATIONS = Number(process.env["INVOCATIONS"] ?? 20_000);
const ROUNDS = Number(process.env["ROUNDS"] ?? 15);
const here = fileURLToPath(new URL(".", import.meta.url));

process.env["POWERTOOLS_SERVICE_NAME"] = "bench";
process.env["AWS_LAMBDA_LOG_LEVEL"] = "ERROR";
/** The peers are installed in `bench/` only, so their types are not known here. */
const load = (name: string) => import(name);
const { default: middy } = await load("@middy/core");
const { Logger } = await load("@aws-lambda-powertools/logger");
const { injectLambdaContext } = await load("@aws-lambda-powertools/logger/middleware");

const context = () => ({
  awsRequestId: "c6af9ac6-7b61-11e6-9a41-93e8deadbeef",
  functionName: "orders",
  functionVersion: "$LATEST",
  invokedFunctionArn: "arn:aws:lambda:eu-west-1:111122223333:function:orders",
  memoryLimitInMB: "256",
  callbackWaitsForEmptyEventLoop: true,
  getRemainingTimeInMillis: () => 3_000,
});

const logger = getLogger("bench");
logger.level = "error";
type Handler = (event: unknown, context: unknown) => Promise<unknown>;
const run = async () => "done";
const contenders = new Map<string, Handler>([
  [
    "middy, one empty middleware",
    middy()
      .use({ before: () => {} })
      .handler(run),
  ],
  ["cumulog, given to middy", middy(logging({ logger })).handler(run)],
  ["cumulog, given to use", middy().use(logging({ logger })).handler(run)],
  ["cumulog, withLogging without middy", withLogging(run, { logger })],
  ["Powertools injectLambdaContext", middy().use(injectLambdaContext(new Logger())).handler(run)],
]);
const times = new Map<string, number[]>([...contenders.keys()].map((name) => [name, []]));
for (let round = 0; round < ROUNDS + 3; round += 1) {
  for (const [name, handler] of contenders) {
    const start = process.cpuUsage();
    for (let index = 0; index < INVOCATIONS; index += 1) await handler({ id: index }, context());
    const used = process.cpuUsage(start);
    if (round >= 3) times.get(name)!.push((used.user + used.system) / INVOCATIONS);
  }
}
const base = median(times.get("middy, one empty middleware")!);
const powertools = median(times.get("Powertools injectLambdaContext")!) - base;
const rows: Record<string, Record<string, number>> = {};
for (const [name, values] of times) {
  const overhead = median(values) - base;
  rows[name] = {
    microseconds: median(values),
    overheadMicroseconds: overhead,
    ofPowertools: overhead / powertools,
  };
}
console.table(
  [...times].map(([name, values]) => ({
    name,
    "µs per invocation": median(values).toFixed(2),
    "overhead µs": (median(values) - base).toFixed(2),
    "overhead / Powertools": ((median(values) - base) / powertools).toFixed(2),
  })),
);

const written = spawnSync(process.execPath, [...process.execArgv, join(here, "middleware/with-records.ts")], {
  stdio: ["ignore", "ignore", "pipe"],
  encoding: "utf8",
  env: { ...process.env, AWS_LAMBDA_LOG_LEVEL: "INFO" },
});
const withRecords = JSON.parse(written.stderr) as Record<string, number[]>;
const emptyWithRecords = median(withRecords["empty"]!);
const logEvent = median(withRecords["Powertools with logEvent"]!) - emptyWithRecords;
console.log("\nwith the record of each invocation (ours the summary, Powertools the event)");
for (const [name, values] of Object.entries(withRecords)) {
  const overhead = median(values) - emptyWithRecords;
  rows[name] = { overheadMicroseconds: overhead, ofPowertoolsWithLogEvent: overhead / logEvent };
  console.log(
    `${name.padEnd(28)} overhead ${overhead.toFixed(2).padStart(6)} µs  × Powertools with logEvent ${(overhead / logEvent).toFixed(2)}`,
  );
}

const folder = mkdtempSync(join(tmpdir(), "cumulog-bench-"));
try {
  const bundles = {
    empty: "export const nothing = 1;",
    cumulog: `import { getLogger } from "../lib/logger/logger.ts"; import { logging } from "../lib/middleware/index.ts"; export const a = logging({ logger: getLogger("x") });`,
    powertools: `import { Logger } from "@aws-lambda-powertools/logger"; import { injectLambdaContext } from "@aws-lambda-powertools/logger/middleware"; export const a = injectLambdaContext(new Logger());`,
  };
  const loaded: Record<string, { bytes: number; loads: number[] }> = {};
  for (const [name, contents] of Object.entries(bundles)) {
    const result = await build({
      stdin: { contents, resolveDir: here, loader: "ts" },
      bundle: true,
      minify: true,
      platform: "node",
      target: "node24",
      format: "esm",
      outdir: folder,
      splitting: true,
      entryNames: name,
      outExtension: { ".js": ".mjs" },
      banner: {
        js: `import { createRequire as __r } from "node:module"; const require = __r(import.meta.url);`,
      },
      write: true,
      metafile: true,
      logLevel: "error",
    });
    const entry = Object.entries(result.metafile.outputs).find(([path]) => path.endsWith(`${name}.mjs`))!;
    loaded[name] = { bytes: entry[1].bytes, loads: [] };
  }
  for (let round = 0; round < 21; round += 1) {
    for (const name of Object.keys(bundles)) {
      const url = pathToFileURL(join(folder, `${name}.mjs`)).href;
      const code = `const s = performance.now(); await import(${JSON.stringify(url)}); process.stdout.write(String(performance.now() - s));`;
      loaded[name]!.loads.push(
        Number(execFileSync(process.execPath, ["--input-type=module", "-e", code], { encoding: "utf8" })),
      );
    }
  }
  console.table(
    Object.entries(loaded).map(([name, { bytes, loads }]) => ({
      bundle: name,
      KB: (bytes / 1024).toFixed(1),
      "load ms": median(loads).toFixed(2),
    })),
  );
  for (const [name, { bytes, loads }] of Object.entries(loaded))
    rows[`bundle: ${name}`] = { kilobytes: bytes / 1_024, loadMilliseconds: median(loads) };
} finally {
  rmSync(folder, { recursive: true });
}
keepResults("middleware", "Powertools binds Lambda's context; it flushes nothing and tells of no end", rows);
