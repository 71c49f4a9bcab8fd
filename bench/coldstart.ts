/**
 * Size and load time of the bundle that a Lambda function would carry: a logger and its first line, minified by
 * esbuild for Node as ESM, beside pino, winston and Powertools; and how long the empty bundle takes, which is
 * subtracted. Every load is a process of its own; the rounds are interleaved; the figures are medians.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, openSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { keepResults, median } from "./results.ts";

const ROUNDS = Number(process.env["ROUNDS"] ?? 15);
/** What the bundles must not exceed. */
const LIMITS_KILOBYTES: Readonly<Record<string, number>> = { cumulog: 20, "cumulog, StdoutHandler": 24 };

const ENTRIES: Readonly<Record<string, string>> = {
  empty: "export {};",
  cumulog: `import { getLogger } from "../lib/index.ts"; getLogger("cold").info({ orderId: "1" }, "first");`,
  "cumulog, StdoutHandler": `import { getLogger, StdoutHandler } from "../lib/index.ts"; globalThis.keep = StdoutHandler; getLogger("cold").info({ orderId: "1" }, "first");`,
  pino: `import pino from "pino"; pino().info({ orderId: "1" }, "first");`,
  winston: `import winston from "winston"; winston.createLogger({ format: winston.format.json(), transports: [new winston.transports.Console()] }).info("first", { orderId: "1" });`,
  powertools: `import { Logger } from "@aws-lambda-powertools/logger"; new Logger({ serviceName: "cold" }).info("first", { orderId: "1" });`,
};

const RUNNER = `const start = process.hrtime.bigint(); await import(process.argv[1]);
process.stderr.write(String(Number(process.hrtime.bigint() - start) / 1e6));`;

const folder = mkdtempSync(join(tmpdir(), "coldstart-"));
try {
  const sizes: Record<string, number> = {};
  for (const [name, contents] of Object.entries(ENTRIES)) {
    const outfile = join(folder, `${name}.mjs`);
    await build({
      stdin: { contents, resolveDir: import.meta.dirname, loader: "ts" },
      outfile,
      bundle: true,
      minify: true,
      platform: "node",
      format: "esm",
      target: "node24",
      logLevel: "error",
      // CommonJS peers call require() for Node's own modules.
      banner:
        name.startsWith("cumulog") || name === "empty"
          ? {}
          : {
              js: `import { createRequire } from "node:module"; import { fileURLToPath } from "node:url"; const require = createRequire(import.meta.url), __filename = fileURLToPath(import.meta.url), __dirname = ".";`,
            },
    });
    sizes[name] = statSync(outfile).size;
  }
  const times: Record<string, number[]> = {};
  const sink = openSync("/dev/null", "w");
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const name of Object.keys(ENTRIES)) {
      const result = spawnSync(
        process.execPath,
        ["--input-type=module", "-e", RUNNER, join(folder, `${name}.mjs`)],
        {
          encoding: "utf8",
          stdio: ["ignore", sink, "pipe"],
        },
      );
      const time = Number(result.stderr);
      if (result.status !== 0 || !Number.isFinite(time)) throw new Error(`${name}: ${result.stderr}`);
      times[name] ??= [];
      times[name].push(time);
    }
  }
  const empty = times["empty"] as number[];
  const loads = Object.fromEntries(
    Object.entries(times).map(([name, values]) => [
      name,
      median(values.map((time, round) => time - empty[round]!)),
    ]),
  );
  console.log(
    `load and first line, median of ${ROUNDS}, less the empty bundle's ${median(empty).toFixed(2)} ms`,
  );
  const rows: Record<string, Record<string, number>> = {};
  for (const name of Object.keys(ENTRIES).slice(1)) {
    const milliseconds = loads[name]!;
    const ofPowertools = milliseconds / loads["powertools"]!;
    const kilobytes = sizes[name]! / 1_024;
    rows[name] = { milliseconds, ofPowertools, kilobytes };
    console.log(
      `${name.padEnd(22)} ${milliseconds.toFixed(2).padStart(7)} ms  ${ofPowertools.toFixed(2)} × Powertools  ${kilobytes.toFixed(1).padStart(6)} KB`,
    );
  }
  keepResults("coldstart", "bundled and minified by esbuild, one line to /dev/null", rows);
  for (const [name, limit] of Object.entries(LIMITS_KILOBYTES)) {
    if ((sizes[name] as number) <= limit * 1_024) continue;
    console.error(`the bundle of ${name} is over ${limit} KB`);
    process.exitCode = 1;
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
