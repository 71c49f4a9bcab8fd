import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { CreateBucketCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { CommandProcess } from "./command.ts";

const FUNCTION = {
  Type: "AWS::Lambda::Function",
  Properties: {
    FunctionName: "here",
    Runtime: "nodejs24.x",
    Handler: "index.handler",
    Role: "arn:aws:iam::123456789012:role/r",
    Timeout: 30,
    Code: { ZipFile: "exports.handler = async () => __dirname;" },
  },
};
const DAY_MS = 86_400_000;

let folder: string;
let temporary: string;
let started: CommandProcess[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "left-"));
  temporary = join(folder, "tmp");
  mkdirSync(temporary);
  started = [];
});
afterEach(async () => {
  for (const process of started) await process.stop("SIGKILL");
  rmSync(folder, { recursive: true, force: true });
});

const command = (...parameters: string[]): CommandProcess => {
  const process = new CommandProcess(parameters, { TMPDIR: temporary, TMP: temporary, TEMP: temporary });
  started.push(process);
  return process;
};

/** What is in the folder for temporary files, without Node.js's own cache of compiled code. */
const left = () => readdirSync(temporary).filter((name) => name !== "node-compile-cache");

/** A cloud that has unpacked a function, run it, and taken a file. */
async function startUsedCloud(): Promise<CommandProcess> {
  const template = join(folder, "template.json");
  writeFileSync(template, JSON.stringify({ Resources: { Function: FUNCTION } }));
  const cloud = command("up", template, "--port", "0", "--google-port", "0", "--json");
  await cloud.printed("\n");
  const settings = {
    endpoint: (JSON.parse(cloud.stdout) as { aws: string }).aws,
    region: "us-east-1",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
  };
  const lambda = new LambdaClient(settings);
  const { Payload } = await lambda.send(new InvokeCommand({ FunctionName: "here" }));
  expect(Buffer.from(Payload!).toString()).toContain(temporary);
  lambda.destroy();
  const s3 = new S3Client({ ...settings, forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket: "files" }));
  await s3.send(new PutObjectCommand({ Bucket: "files", Key: "one", Body: "one" }));
  s3.destroy();
  return cloud;
}

/** As if it had lain there for two days. */
function age(names: readonly string[]): void {
  const then = (Date.now() - 2 * DAY_MS) / 1_000;
  for (const name of names) utimesSync(join(temporary, name), then, then);
}

describe("files that a local cloud keeps for its functions and buckets", () => {
  test.each(["SIGINT", "SIGTERM"] as const)("are gone after %s", async (signal) => {
    const cloud = await startUsedCloud();
    expect(left()).not.toEqual([]);

    await cloud.stop(signal);

    expect(left()).toEqual([]);
  });

  test("of a cloud that was killed go with the next one, when they are a day old", async () => {
    const killed = await startUsedCloud();
    await killed.stop("SIGKILL");
    const leftByIt = left();
    expect(leftByIt).toHaveLength(1);
    const running = await startUsedCloud();
    const [ofRunning] = left().filter((name) => !leftByIt.includes(name));
    mkdirSync(join(temporary, `cumulog-${killed.child.pid}-notes`));
    expect(left()).toContain(leftByIt[0]);
    age(left());

    await (await startUsedCloud()).stop();

    expect(left().toSorted()).toEqual([ofRunning, `cumulog-${killed.child.pid}-notes`].toSorted());
    await running.stop();
  });
});
