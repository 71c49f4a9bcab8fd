/**
 * What an invocation costs that delivers its records to CloudWatch Logs: by a flush in the handler, and by the extension, beside the same
 * function that only writes to standard output. In the local cloud, whose PutLogEvents takes 20 ms here; sequential invocations of warm
 * environments, interleaved, medians. Then what the extension adds to the initialization, and the memory that it takes.
 *
 * Run `npm run bench:extension`.
 */
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { CloudWatchLogsClient, CreateLogGroupCommand } from "@aws-sdk/client-cloudwatch-logs";
import {
  CreateFunctionCommand,
  InvokeCommand,
  LambdaClient,
  PublishLayerVersionCommand,
} from "@aws-sdk/client-lambda";
import { build, buildSync } from "esbuild";
import { zipSync } from "fflate";
import { extensionOptions, layerFiles } from "../infra/constructs/function-bundle.ts";
import { LocalCloud } from "../local/index.ts";
import { keepResults, median } from "./results.ts";

const ROUNDS = Number(process.env["ROUNDS"] ?? 60);
const COLD_STARTS = Number(process.env["COLD_STARTS"] ?? 5);
const RECORDS = 20;
const GROUP = "/bench/records";
const root = join(import.meta.dirname, "..");

/** One handler; the records go to standard output, or to CloudWatch Logs with a flush at the end. */
const HANDLER = `
import { CloudWatchHandler, configure, flush, getLogger, StdoutHandler } from "cumulog";
const isNetwork = process.env.FLUSH === "1";
configure({ handlers: { out: isNetwork ? new CloudWatchHandler({ logGroupName: "${GROUP}" }) : new StdoutHandler() } });
const logger = getLogger("bench");
export const handler = async () => {
  for (let order = 0; order < ${RECORDS}; order++) logger.info({ order, customer: "c-1", amount: 12.5 }, "order placed");
  if (isNetwork) await flush();
};`;

const SIDES = {
  "standard output": {},
  "flush in the handler": { FLUSH: "1" },
  "extension, running": { CUMULOG_EXTENSION: settings("running") },
  "extension, invocation": { CUMULOG_EXTENSION: settings("invocation") },
} as const;
type Side = keyof typeof SIDES;
const sides = Object.keys(SIDES) as Side[];

function settings(deliver: string): string {
  return JSON.stringify({ deliver, handlers: { aws: { type: "cloudwatch", logGroupName: GROUP } } });
}

const cloud = await LocalCloud.start({ googlePort: false });
const client = {
  endpoint: cloud.endpoints.aws,
  region: "us-east-1",
  credentials: { accessKeyId: "a", secretAccessKey: "b" },
};
const lambda = new LambdaClient(client);

function bundled(): Uint8Array {
  const { outputFiles } = buildSync({
    stdin: { contents: HANDLER, resolveDir: root, loader: "ts" },
    bundle: true,
    write: false,
    platform: "node",
    format: "esm",
    target: "node22",
    conditions: ["cumulog-source", "module"],
    external: [
      "@google-cloud/logging",
      "@grpc/grpc-js",
      "google-auth-library",
      "@opentelemetry/api",
      "systeminformation",
    ],
    banner: { js: 'import{createRequire}from"node:module";const require=createRequire(import.meta.url);' },
    logLevel: "error",
  });
  return zipSync({ "index.mjs": outputFiles[0]!.contents });
}

async function layer(): Promise<{ arn: string; bytes: number }> {
  const source = join(root, "functions/log-extension");
  const bundle = await build(extensionOptions(source));
  const files = Object.fromEntries(
    [...layerFiles(bundle, source)].map(([path, contents]) => [path, contents]),
  );
  const { LayerVersionArn } = await lambda.send(
    new PublishLayerVersionCommand({ LayerName: "cumulog", Content: { ZipFile: zipSync(files) } }),
  );
  const bytes = Object.values(files).reduce((sum, contents) => sum + contents.length, 0);
  return { arn: LayerVersionArn!, bytes };
}

async function invoke(FunctionName: string): Promise<{ ms: number; initMs: number | undefined }> {
  const begin = performance.now();
  const { LogResult, FunctionError } = await lambda.send(
    new InvokeCommand({ FunctionName, LogType: "Tail" }),
  );
  const ms = performance.now() - begin;
  const tail = Buffer.from(LogResult ?? "", "base64").toString();
  if (FunctionError) throw new Error(`${FunctionName} failed: ${tail}`);
  const init = /Init Duration: ([\d.]+) ms/.exec(tail)?.[1];
  return { ms, initMs: init === undefined ? undefined : Number(init) };
}

/** Resident memory of the processes of the extension, in megabytes; of Linux only. */
function memory(): number[] {
  return globSync("/proc/[0-9]*/cmdline").flatMap((file) => {
    try {
      if (!readFileSync(file, "utf8").includes("cumulog/index.mjs")) return [];
      const status = readFileSync(file.replace("cmdline", "status"), "utf8");
      return [Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) / 1_024];
    } catch {
      return [];
    }
  });
}

try {
  await new CloudWatchLogsClient(client).send(new CreateLogGroupCommand({ logGroupName: GROUP }));
  const ZipFile = bundled();
  const { arn, bytes } = await layer();
  const cold: Record<Side, number[]> = Object.fromEntries(sides.map((side) => [side, []])) as never;
  const warm: Record<Side, number[]> = Object.fromEntries(sides.map((side) => [side, []])) as never;
  cloud.faults.set("logs:PutLogEvents", { latency: "20ms" });
  for (let start = 0; start < COLD_STARTS; start++)
    for (const side of sides) {
      const FunctionName = `${side.replaceAll(/\W+/g, "-")}-${start}`;
      await lambda.send(
        new CreateFunctionCommand({
          FunctionName,
          Runtime: "nodejs24.x",
          Handler: "index.handler",
          Role: "arn:aws:iam::123456789012:role/r",
          Code: { ZipFile },
          MemorySize: 512,
          Timeout: 30,
          Environment: { Variables: SIDES[side] },
          ...("CUMULOG_EXTENSION" in SIDES[side] && { Layers: [arn] }),
        }),
      );
      cold[side].push((await invoke(FunctionName)).initMs ?? 0);
    }
  for (let round = 0; round < ROUNDS; round++)
    for (const side of sides) warm[side].push((await invoke(`${side.replaceAll(/\W+/g, "-")}-0`)).ms);

  const base = warm["standard output"];
  const rows: Record<string, Record<string, number>> = {};
  console.log(`\n${ROUNDS} invocations with ${RECORDS} records each, PutLogEvents in 20 ms`);
  for (const side of sides) {
    const added = median(warm[side].map((ms, round) => ms - base[round]!));
    const init = median(cold[side]);
    rows[side] = { milliseconds: median(warm[side]), addedMilliseconds: added, initMilliseconds: init };
    console.log(
      `${side.padEnd(22)} ${median(warm[side]).toFixed(1).padStart(7)} ms  added ${added.toFixed(1).padStart(6)} ms  initialization ${init.toFixed(0).padStart(5)} ms`,
    );
  }
  const used = memory();
  if (used.length > 0) rows["extension, memory"] = { megabytes: median(used) };
  rows["extension, layer"] = { kilobytes: bytes / 1_024 };
  console.log(
    `the extension takes ${used.length > 0 ? median(used).toFixed(0) : "?"} MB, its layer ${(bytes / 1_024).toFixed(0)} KB`,
  );
  keepResults("extension", "the same function with a flush of CloudWatchHandler in its handler", rows);
} finally {
  await cloud.stop();
}
