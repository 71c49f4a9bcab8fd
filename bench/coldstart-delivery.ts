/**
 * From an empty process to the first delivered record: each handler as a bundle of its own, beside the bare clients of the two
 * services, against a local cloud in another process. Every run is a process of its own; rounds are interleaved; medians.
 */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { build } from "esbuild";
import { FUNCTION_BUNDLE } from "./function-bundle.ts";

const ROUNDS = Number(process.env["ROUNDS"] ?? 7);

const RECORD = `{ timestamp: Date.now(), level: 30, logger: "cold", message: "first", fields: { orderId: "1" } }`;
const ENTRIES: Readonly<Record<string, string>> = {
  CloudWatchHandler: `import { CloudWatchHandler } from "../lib/handlers/cloudwatch/index.ts";
    const handler = new CloudWatchHandler({ logGroupName: "cold", logStreamName: "ours" });
    handler.write(${RECORD}); const { delivered } = await handler.flush(); if (delivered !== 1) throw new Error("not delivered"); await handler.close();`,
  "raw CloudWatch SDK": `import { CloudWatchLogsClient, CreateLogGroupCommand, CreateLogStreamCommand, PutLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
    const client = new CloudWatchLogsClient({}); const names = { logGroupName: "cold", logStreamName: "raw" };
    await client.send(new CreateLogGroupCommand(names)).catch(() => {}); await client.send(new CreateLogStreamCommand(names)).catch(() => {});
    await client.send(new PutLogEventsCommand({ ...names, logEvents: [{ timestamp: Date.now(), message: "first" }] })); client.destroy();`,
  "CloudLoggingHandler rest": `import { CloudLoggingHandler } from "../lib/handlers/cloud-logging/index.ts";
    const handler = new CloudLoggingHandler({ projectId: "p", logName: "cold", endpoint: process.env.CLOUD_LOGGING_ENDPOINT, insecure: true });
    handler.write(${RECORD}); const { delivered } = await handler.flush(); if (delivered !== 1) throw new Error("not delivered"); await handler.close();`,
  "raw Google client": `import { v2 } from "@google-cloud/logging"; import { credentials } from "@grpc/grpc-js";
    const [host, port] = process.env.CLOUD_LOGGING_GRPC_ENDPOINT.split(":");
    const client = new v2.LoggingServiceV2Client({ projectId: "p", apiEndpoint: host, port: Number(port), sslCreds: credentials.createInsecure() });
    await client.writeLogEntries({ logName: "projects/p/logs/raw", resource: { type: "global" }, entries: [{ textPayload: "first" }] }); await client.close();`,
};

async function startCloud(): Promise<{ child: ChildProcess; aws: string; google: string }> {
  const main = join(import.meta.dirname, "../cli/main.ts");
  const child = spawn(
    process.execPath,
    [...process.execArgv, main, "up", "--port", "0", "--google-port", "0", "--json"],
    {
      stdio: ["ignore", "pipe", "inherit"],
      cwd: tmpdir(),
    },
  );
  const line = await new Promise<string>((resolve) =>
    createInterface({ input: child.stdout! }).once("line", resolve),
  );
  return { child, ...(JSON.parse(line) as { aws: string; google: string }) };
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1]!;

const folder = mkdtempSync(join(tmpdir(), "coldstart-"));
const cloud = await startCloud();
try {
  const times: Record<string, number[]> = {};
  for (const [name, contents] of Object.entries(ENTRIES))
    await build({
      stdin: { contents, resolveDir: import.meta.dirname, loader: "ts" },
      outdir: join(folder, name.replaceAll(" ", "-")),
      ...FUNCTION_BUNDLE,
    });
  for (let round = 0; round < ROUNDS; round++)
    for (const name of Object.keys(ENTRIES)) {
      const started = performance.now();
      const { status, stderr } = spawnSync(
        process.execPath,
        [join(folder, name.replaceAll(" ", "-"), "index.mjs")],
        {
          encoding: "utf8",
          env: {
            ...process.env,
            AWS_ENDPOINT_URL: cloud.aws,
            AWS_REGION: "us-east-1",
            AWS_ACCESS_KEY_ID: "local",
            AWS_SECRET_ACCESS_KEY: "local",
            CLOUD_LOGGING_ENDPOINT: cloud.aws,
            CLOUD_LOGGING_GRPC_ENDPOINT: cloud.google,
            METADATA_SERVER_DETECTION: "none",
          },
        },
      );
      if (status !== 0) throw new Error(`${name}: ${stderr}`);
      times[name] = [...(times[name] ?? []), performance.now() - started];
    }
  console.log(`whole process to the first delivered record, median of ${ROUNDS}`);
  for (const [name, values] of Object.entries(times)) {
    const size = statSync(join(folder, name.replaceAll(" ", "-"), "index.mjs")).size / 1_024;
    console.log(
      `${name.padEnd(26)} ${median(values).toFixed(0).padStart(5)} ms   entry ${size.toFixed(0).padStart(5)} KB`,
    );
  }
} finally {
  cloud.child.kill("SIGINT");
  rmSync(folder, { recursive: true, force: true });
}
