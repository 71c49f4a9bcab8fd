import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, get } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CloudWatchClient, DescribeAlarmsCommand, PutMetricAlarmCommand } from "@aws-sdk/client-cloudwatch";
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  DescribeLogGroupsCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import {
  CreateSecretCommand,
  GetSecretValueCommand,
  SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import {
  CreateTopicCommand,
  ListSubscriptionsCommand,
  SNSClient,
  SubscribeCommand,
} from "@aws-sdk/client-sns";
import {
  CreateQueueCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { GetParameterCommand, PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { CommandProcess, run } from "./command.ts";

let folder: string;
let processes: CommandProcess[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "up-"));
  processes = [];
});
afterEach(async () => {
  for (const process of processes) await process.stop("SIGKILL");
  rmSync(folder, { recursive: true, force: true });
});

const FREE_PORTS = ["--port", "0", "--google-port", "0"];

function start(...parameters: string[]): CommandProcess {
  const started = new CommandProcess(["up", ...FREE_PORTS, ...parameters]);
  processes.push(started);
  return started;
}

async function ready(started: CommandProcess): Promise<{ aws: string; google: string; page: string }> {
  await started.printed("\n");
  return JSON.parse(started.stdout) as { aws: string; google: string; page: string };
}

function configuration(endpoint: string) {
  return { endpoint, region: "us-east-1", credentials: { accessKeyId: "a", secretAccessKey: "b" } };
}

function write(name: string, content: object | string): string {
  const path = join(folder, name);
  writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content));
  return path;
}

const FUNCTION = {
  Type: "AWS::Lambda::Function",
  Properties: {
    FunctionName: "pid",
    Runtime: "nodejs24.x",
    Handler: "index.handler",
    Role: "arn:aws:iam::123456789012:role/r",
    Timeout: 30,
    Code: { ZipFile: "exports.handler = async () => process.pid;" },
  },
};

/** Whether a process is there. */
function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

test("prints one line of JSON when an empty cloud is ready, and ends on a signal", async () => {
  const up = start("--json");

  const endpoints = await ready(up);
  const { status } = await fetch(`${endpoints.aws}/_cumulog/health`);
  const ended = await up.stop("SIGTERM");

  expect(Object.keys(endpoints)).toEqual(["aws", "google", "page"]);
  expect(endpoints.google).toMatch(/^127\.0\.0\.1:\d+$/);
  expect(status).toBe(200);
  expect(ended).toMatchObject({ status: 0, stderr: "" });
  expect(ended.stdout.split("\n")).toHaveLength(2);
});

test("tells what it deployed and what to export; no process of a function outlives it", async () => {
  const Outputs = { Api: { Value: "https://a1b2c3.execute-api.us-east-1.amazonaws.com/pay" } };
  const up = start(write("stack.json", { Resources: { Function: FUNCTION }, Outputs }));
  await up.printed("Ctrl-C stops it.");
  const endpoint = /AWS_ENDPOINT_URL=(\S+)/.exec(up.stdout)![1]!;
  const lambda = new LambdaClient(configuration(endpoint));
  const { Payload } = await lambda.send(new InvokeCommand({ FunctionName: "pid" }));
  const pid = Number(Buffer.from(Payload!).toString());

  const whileUp = exists(pid);
  const { status } = await up.stop("SIGINT");

  expect(up.stdout).toContain("stack (1 resource)");
  expect(up.stdout).toContain(`(here: ${endpoint}/_cumulog/execute-api/a1b2c3/pay)`);
  expect([whileUp, exists(pid), status]).toEqual([true, false, 0]);
});

test("only loopback names are answered", async () => {
  const { aws } = await ready(start("--json"));

  const statusFor = (host: string) =>
    new Promise<number | undefined>((resolve, reject) => {
      get(`${aws}/_cumulog/health`, { headers: { host } }, (response) => {
        response.resume();
        resolve(response.statusCode);
      }).on("error", reject);
    });

  expect(await statusFor("attacker.example")).toBe(403);
  expect(await statusFor("localhost.attacker.example:80")).toBe(403);
  expect(await statusFor("cloud.localhost:80")).toBe(200);
});

describe("ends with status 2 and one sentence about", () => {
  test("a port that is taken", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    const { port } = server.address() as AddressInfo;

    const ended = await run(["up", "--port", String(port), "--google-port", "0", "--json"]);
    server.close();

    expect(ended).toMatchObject({ status: 2, stdout: "" });
    expect(ended.stderr).toBe(
      `Error: Port ${port} is taken: choose another with --port and --google-port, or 0 for a free one.\n`,
    );
  });

  test.each([
    [
      "a template that is not there",
      () => "none.json",
      /does not exist: expected a cdk\.out folder or a template/,
    ],
    ["a template that is malformed", () => write("bad.json", "{"), /is not valid JSON/],
    [
      "a plan for Google Cloud with a type that it does not have",
      () => ["--google", write("x.tf.json", { resource: { google_storage_bucket: { logs: {} } } })],
      /does not have google_storage_bucket\.logs: leave it out, or have placeholders stand for it by --skip-unknown/,
    ],
    [
      "a type that it does not have",
      () => write("s3.json", { Resources: { Bucket: { Type: "AWS::ECR::Repository" } } }),
      /does not have Bucket \(AWS::ECR::Repository\)\. Leave it out with --skip-type AWS::ECR::Repository, or have placeholders stand for all such with --skip-unknown\./,
    ],
  ])("%s", async (_what, path, sentence) => {
    const ended = await run(["up", ...[path()].flat(), ...FREE_PORTS, "--json"]);

    expect(ended).toMatchObject({ status: 2, stdout: "" });
    expect(ended.stderr).toMatch(sentence);
    expect(ended.stderr.trim().split("\n")).toHaveLength(1);
  });

  test.each([
    ["--account", "1234", "expected an account id of twelve digits"],
    ["--region", "Frankfurt", 'expected the name of a region such as "eu-central-1"'],
  ])("a wrong %s", async (option, value, sentence) => {
    const ended = await run(["up", ...FREE_PORTS, option, value]);

    expect(ended).toMatchObject({ status: 2, stdout: "" });
    expect(ended.stderr).toContain(`argument '${value}' is invalid. ${sentence}\n`);
  });

  test("a parameter without a value", async () => {
    const ended = await run(["up", ...FREE_PORTS, "--parameter", "Stage"]);

    expect(ended).toMatchObject({ status: 2, stdout: "" });
    expect(ended.stderr).toBe("Error: --parameter Stage: expected name=value.\n");
  });
});

test("loads what cumulog synth --google wrote", async () => {
  const path = write("cumulog.tf.json", {
    provider: { google: { project: "shop" } },
    variable: { level: { type: "string" } },
    resource: { google_logging_metric: { errors: { name: "errors", filter: "severity>=${var.level}" } } },
  });
  const up = start("--google", path, "--google-variable", "level=ERROR", "--json");
  const { aws } = await ready(up);

  const answer = await fetch(`${aws}/v2/projects/shop/metrics/errors`);

  expect(await answer.json()).toMatchObject({ name: "errors", filter: "severity>=ERROR" });
});

test("has the account and the region that it was given", async () => {
  const up = start("--account", "210987654321", "--region", "eu-central-1");
  await up.printed("Ctrl-C stops it.");
  const endpoint = /AWS_ENDPOINT_URL=(\S+)/.exec(up.stdout)![1]!;

  const sns = new SNSClient({ ...configuration(endpoint), region: "eu-central-1" });
  const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: "alerts" }));

  expect(TopicArn).toBe("arn:aws:sns:eu-central-1:210987654321:alerts");
  expect(up.stdout).toContain("AWS_REGION=eu-central-1 ");
  expect(up.stdout).toContain("AWS_DISABLE_HOST_PREFIX_INJECTION=true");
});

test("with a data folder every service is as it was after a restart", async () => {
  const data = ["--data", join(folder, "data"), "--json"];
  const first = start(...data);
  const before = configuration((await ready(first)).aws);
  await new CloudWatchLogsClient(before).send(new CreateLogGroupCommand({ logGroupName: "/kept" }));
  await new CloudWatchClient(before).send(
    new PutMetricAlarmCommand({
      AlarmName: "kept",
      Namespace: "Shop",
      MetricName: "Errors",
      Statistic: "Sum",
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 0,
      ComparisonOperator: "GreaterThanThreshold",
    }),
  );
  const sns = new SNSClient(before);
  const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: "kept" }));
  await sns.send(new SubscribeCommand({ TopicArn, Protocol: "email", Endpoint: "a@example.com" }));
  const sqs = new SQSClient(before);
  await sqs.send(new CreateQueueCommand({ QueueName: "kept" }));
  const queue = (endpoint: string) => `${endpoint}/123456789012/kept`;
  await sqs.send(new SendMessageCommand({ QueueUrl: queue(before.endpoint), MessageBody: "kept" }));
  await new SSMClient(before).send(new PutParameterCommand({ Name: "kept", Value: "kept", Type: "String" }));
  await new SecretsManagerClient(before).send(
    new CreateSecretCommand({ Name: "kept", SecretString: "kept" }),
  );

  await first.stop();
  const after = configuration((await ready(start(...data))).aws);

  const { logGroups } = await new CloudWatchLogsClient(after).send(new DescribeLogGroupsCommand({}));
  const { MetricAlarms } = await new CloudWatchClient(after).send(new DescribeAlarmsCommand({}));
  const { Subscriptions } = await new SNSClient(after).send(new ListSubscriptionsCommand({}));
  const { Messages } = await new SQSClient(after).send(
    new ReceiveMessageCommand({ QueueUrl: queue(after.endpoint) }),
  );
  const { Parameter } = await new SSMClient(after).send(new GetParameterCommand({ Name: "kept" }));
  const secret = await new SecretsManagerClient(after).send(new GetSecretValueCommand({ SecretId: "kept" }));
  expect([
    logGroups?.[0]?.logGroupName,
    MetricAlarms?.[0]?.AlarmName,
    Subscriptions?.[0]?.TopicArn,
    Messages?.[0]?.Body,
    Parameter?.Value,
    secret.SecretString,
  ]).toEqual(["/kept", "kept", TopicArn, "kept", "kept", "kept"]);
});

test("makes log groups that a template imports, and lists them", async () => {
  const template = join(folder, "stack.json");
  const MetricTransformations = [{ MetricName: "Errors", MetricNamespace: "Shop", MetricValue: "1" }];
  const Properties = { LogGroupName: "/shop/api", FilterPattern: "ERROR", MetricTransformations };
  writeFileSync(
    template,
    JSON.stringify({ Resources: { Filter: { Type: "AWS::Logs::MetricFilter", Properties } } }),
  );

  const started = start(template);
  await started.printed("Log groups that were made");

  expect(started.stdout).toMatch(/because the stacks import them, empty:\n {2}\/shop\/api\n/);
});
