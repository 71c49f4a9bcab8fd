import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import {
  CloudFormationClient,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
} from "@aws-sdk/client-cloudformation";
import { CloudWatchClient, DescribeAlarmsCommand } from "@aws-sdk/client-cloudwatch";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { afterAll, beforeAll, expect, test } from "vitest";
import { LocalCloud } from "../../../local/index.ts";

const execute = promisify(execFile);
const CDK = join(createRequire(import.meta.url).resolve("aws-cdk/package.json"), "../bin/cdk");
const APP = join(import.meta.dirname, "app.mjs");

let cloud: LocalCloud;
let folder: string;
let cloudFormation: CloudFormationClient;
let cloudWatch: CloudWatchClient;
let lambda: LambdaClient;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "cdk-deploy-"));
  mkdirSync(join(folder, "code"));
  code("one");
  cloud = await LocalCloud.start({ googlePort: false });
  const settings = {
    endpoint: cloud.endpoints.aws,
    region: "us-east-1",
    credentials: { accessKeyId: "a", secretAccessKey: "b" },
  };
  cloudFormation = new CloudFormationClient(settings);
  cloudWatch = new CloudWatchClient(settings);
  lambda = new LambdaClient(settings);
});
afterAll(async () => {
  await cloud?.stop();
  rmSync(folder, { recursive: true, force: true });
});

function code(answer: string): void {
  writeFileSync(
    join(folder, "code/index.js"),
    `exports.handler = async () => "${answer} " + process.env.VALUE;`,
  );
}

/** The real command line against the cloud; resolves with its status and all that it wrote. */
async function cdk(parameters: readonly string[], environment: Readonly<Record<string, string>> = {}) {
  const { FORCE_COLOR: _colour, ...inherited } = process.env;
  const run = execute(process.execPath, [CDK, ...parameters, "--no-notices", "--no-color"], {
    cwd: folder,
    timeout: 110_000,
    env: {
      ...inherited,
      ...cloud.env,
      AWS_EC2_METADATA_DISABLED: "true",
      CDK_DISABLE_CLI_TELEMETRY: "true",
      NODE_OPTIONS: "",
      HOME: folder,
      FUNCTION_CODE: join(folder, "code"),
      ...environment,
    },
  });
  return run.then(
    ({ stdout, stderr }) => ({ failed: false, output: `${stdout}\n${stderr}` }),
    ({ stdout, stderr }: { stdout: string; stderr: string }) => ({
      failed: true,
      output: `${stdout}\n${stderr}`,
    }),
  );
}

const withApp = (...parameters: string[]) => [...parameters, "--app", `${process.execPath} ${APP}`];
const DEPLOY = ["--require-approval", "never", "--ci"];
const stacks = async () =>
  Object.fromEntries(
    ((await cloudFormation.send(new DescribeStacksCommand({}))).Stacks ?? [])
      .filter(({ ParentId }) => ParentId === undefined)
      .map(({ StackName, StackStatus }) => [StackName, StackStatus]),
  );

/** Names of the log groups of stacks inside of stacks. */
async function nestedGroups(): Promise<(string | undefined)[]> {
  const { Stacks = [] } = await cloudFormation.send(new DescribeStacksCommand({}));
  const names = Stacks.filter(({ ParentId }) => ParentId !== undefined).map(({ StackName }) => StackName);
  const resources = names.map((StackName) =>
    cloudFormation.send(new DescribeStackResourcesCommand({ StackName })),
  );
  return (await Promise.all(resources)).flatMap(({ StackResources = [] }) =>
    StackResources.filter(({ ResourceType }) => ResourceType === "AWS::Logs::LogGroup").map(
      ({ PhysicalResourceId }) => PhysicalResourceId,
    ),
  );
}

async function invoke(): Promise<unknown> {
  const { Stacks } = await cloudFormation.send(new DescribeStacksCommand({ StackName: "Service" }));
  const FunctionName = Stacks![0]!.Outputs!.find(({ OutputKey }) => OutputKey === "Name")!.OutputValue;
  const { Payload } = await lambda.send(new InvokeCommand({ FunctionName }));
  return JSON.parse(Buffer.from(Payload!).toString());
}

async function threshold(): Promise<number | undefined> {
  const { MetricAlarms } = await cloudWatch.send(new DescribeAlarmsCommand({}));
  return MetricAlarms?.[0]?.Threshold;
}

test("cdk bootstraps, deploys, changes, diffs, rolls back, swaps and destroys", {
  timeout: 600_000,
}, async () => {
  const bootstrap = await cdk(["bootstrap", "aws://123456789012/us-east-1"]);
  expect(bootstrap.output).toContain("bootstrapped");

  const first = await cdk(withApp("deploy", "--all", ...DEPLOY));
  expect(first.output).toContain("✅  Service");
  expect(await stacks()).toMatchObject({ Shared: "CREATE_COMPLETE", Service: "CREATE_COMPLETE" });
  expect(await invoke()).toBe("one 1");
  expect(await nestedGroups()).toEqual(["/service/inner-1"]);

  const same = await cdk(withApp("diff", "--fail"));
  expect([same.failed, same.output]).toEqual([false, expect.stringContaining("There were no differences")]);
  const different = await cdk(withApp("diff", "--fail"), { VALUE: "2" });
  expect([different.failed, different.output]).toEqual([
    true,
    expect.stringContaining("AWS::Lambda::Function"),
  ]);

  const changed = await cdk(withApp("deploy", "Service", "--method=direct", ...DEPLOY), { VALUE: "2" });
  expect(changed.output).toContain("✅  Service");
  expect(await stacks()).toMatchObject({ Service: "UPDATE_COMPLETE" });
  expect(await invoke()).toBe("one 2");
  expect(await nestedGroups()).toEqual(["/service/inner-2"]);

  const broken = await cdk(withApp("deploy", "Service", ...DEPLOY), { VALUE: "3", BROKEN: "1" });
  expect(broken.failed).toBe(true);
  expect(broken.output).toContain("Nonsense");
  expect(await stacks()).toMatchObject({ Service: "UPDATE_ROLLBACK_COMPLETE" });
  expect(await invoke()).toBe("one 2");
  expect(await nestedGroups()).toEqual(["/service/inner-2"]);

  code("two");
  const swapped = await cdk(withApp("deploy", "Service", "--hotswap", ...DEPLOY), {
    VALUE: "2",
    THRESHOLD: "5",
  });
  expect(swapped.output).toContain("hotswapp");
  expect(await invoke()).toBe("two 2");
  expect(await threshold()).toBe(5);

  const destroyed = await cdk(withApp("destroy", "--all", "--force"));
  expect(destroyed.output).toContain("Service: destroyed");
  expect(await stacks()).toEqual({ CDKToolkit: "CREATE_COMPLETE" });
});
