import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { CloudWatchClient, DescribeAlarmsCommand } from "@aws-sdk/client-cloudwatch";
import {
  CloudWatchLogsClient,
  FilterLogEventsCommand,
  PutLogEventsCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { LocalCloud } from "../../../local/index.ts";

const ROOT = join(import.meta.dirname, "../../..");
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "cdk-"));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Runs the `cdk` command itself, as a user does. */
async function synthesize(name: string, environment: Record<string, string> = {}): Promise<string> {
  const output = join(folder, name);
  await promisify(execFile)(
    join(ROOT, "node_modules/.bin/cdk"),
    [
      "synth",
      "--quiet",
      "--output",
      output,
      "--app",
      `${process.execPath} ${join(import.meta.dirname, "every-type-app.ts")}`,
    ],
    { cwd: folder, env: { ...process.env, ...environment, CDK_DISABLE_VERSION_CHECK: "1" } },
  );
  return output;
}

/** The cdk command takes several seconds to start, more where others work beside it. */
const SLOW = { timeout: 120_000 };

test("an app with resources of many types, synthesized by the cdk command, runs", SLOW, async () => {
  const template = await synthesize("all");
  await using stack = await start(template);
  const { cloud, logs, metrics } = stack;

  await logs.send(
    new PutLogEventsCommand({
      logGroupName: "/shop/api",
      logStreamName: "one",
      logEvents: ["ERROR a", "FORWARD b"].map((message) => ({ timestamp: cloud.clock.now(), message })),
    }),
  );
  await cloud.clock.advance("2m");

  const { MetricAlarms, CompositeAlarms } = await metrics.send(
    new DescribeAlarmsCommand({ AlarmTypes: ["MetricAlarm", "CompositeAlarm"] }),
  );
  expect([...MetricAlarms!, ...CompositeAlarms!].map(({ AlarmName }) => AlarmName)).toEqual([
    "errors",
    "any",
  ]);
  const { events } = await logs.send(
    new FilterLogEventsCommand({ logGroupName: "/aws/lambda/handler", filterPattern: '"called by"' }),
  );
  const callers = events!.map(({ message }) => /called by (\w+)/.exec(message!)![1]).sort();
  expect(new Set(callers)).toEqual(new Set(["logs", "topic"]));
});

test("a type outside of the list is refused by its id and type, and can be left out", SLOW, async () => {
  const template = await synthesize("table", { WITH_TABLE: "1" });

  await expect(start(template)).rejects.toThrow(
    /Everything: the local cloud does not have Table \(AWS::DynamoDB::Table\)\. Leave it out with --skip-type AWS::DynamoDB::Table, or have placeholders stand for all such with --skip-unknown\./,
  );
  await using stack = await start(template, ["AWS::DynamoDB::Table"]);
  expect(stack.cloud.stacks).toHaveLength(2);
});

async function start(template: string, skipTypes: readonly string[] = []) {
  const cloud = await LocalCloud.start({ template, skipTypes, clock: "stepped", googlePort: false });
  const configuration = {
    endpoint: cloud.endpoints.aws,
    region: "us-east-1",
    credentials: { accessKeyId: "a", secretAccessKey: "b" },
  };
  return {
    cloud,
    logs: new CloudWatchLogsClient(configuration),
    metrics: new CloudWatchClient(configuration),
    async [Symbol.asyncDispose]() {
      await cloud.stop();
    },
  };
}
