import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CloudWatchClient, DescribeAlarmsCommand } from "@aws-sdk/client-cloudwatch";
import {
  CloudWatchLogsClient,
  CreateLogStreamCommand,
  FilterLogEventsCommand,
  PutLogEventsCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { LocalCloud } from "../../../local/index.ts";

/** Logs what it was given in one line, and fails over what says so. */
const HANDLER = `
exports.handler = async (event) => {
  const text = JSON.stringify(event);
  console.log("got", text);
  if (text.includes("poison")) throw new Error("poisoned");
};`;

const FUNCTION = {
  Type: "AWS::Lambda::Function",
  Properties: {
    Runtime: "nodejs24.x",
    Handler: "index.handler",
    Role: "arn:aws:iam::123456789012:role/worker",
    Code: { ZipFile: HANDLER },
  },
};
const ARN = { "Fn::GetAtt": ["Worker", "Arn"] };
const allow = (Principal: string, SourceArn: unknown) => ({
  Type: "AWS::Lambda::Permission",
  Properties: { FunctionName: { Ref: "Worker" }, Action: "lambda:InvokeFunction", Principal, SourceArn },
});

let folder: string;
let cloud: LocalCloud;
let logs: CloudWatchLogsClient;
let client: {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { accessKeyId: string; secretAccessKey: string };
};
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "event-templates-"));
  cloud = await LocalCloud.start({ clock: { speed: 0, start: Date.UTC(2026, 0, 5, 12) }, googlePort: false });
  client = {
    endpoint: cloud.endpoints.aws,
    region: "us-east-1",
    credentials: { accessKeyId: "a", secretAccessKey: "b" },
  };
  logs = new CloudWatchLogsClient(client);
});
afterAll(async () => {
  await cloud?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Deploys a stack with a function of its name, `Worker`, and takes it away when the test ends. */
async function deploy(name: string, Resources: object): Promise<AsyncDisposable> {
  const path = join(folder, `${name}.json`);
  const Worker = { ...FUNCTION, Properties: { ...FUNCTION.Properties, FunctionName: name } };
  writeFileSync(path, JSON.stringify({ Resources: { Worker, ...Resources } }));
  await cloud.deploy(path);
  return { [Symbol.asyncDispose]: () => cloud.destroy(name) };
}

/** What a function was given, in order. */
async function given(name: string): Promise<Record<string, unknown>[]> {
  const { events } = await logs.send(
    new FilterLogEventsCommand({ logGroupName: `/aws/lambda/${name}`, filterPattern: "got" }),
  );
  return events!.map(
    ({ message }) => JSON.parse(message!.slice(message!.indexOf("{"))) as Record<string, unknown>,
  );
}

const idOf = (stack: string, logicalId: string) =>
  cloud.stacks.find(({ name }) => name === stack)!.resources.find((one) => one.logicalId === logicalId)!.id;

describe("a stack comes up and does what it is for", () => {
  test("a worker on a queue, with dead letters and their alarm", async () => {
    await using _stack = await deploy("worker", {
      Dead: { Type: "AWS::SQS::Queue", Properties: { QueueName: "dead-jobs" } },
      Jobs: {
        Type: "AWS::SQS::Queue",
        Properties: {
          VisibilityTimeout: 30,
          RedrivePolicy: { deadLetterTargetArn: { "Fn::GetAtt": ["Dead", "Arn"] }, maxReceiveCount: 2 },
        },
      },
      Source: {
        Type: "AWS::Lambda::EventSourceMapping",
        Properties: {
          EventSourceArn: { "Fn::GetAtt": ["Jobs", "Arn"] },
          FunctionName: ARN,
          BatchSize: "5",
          FunctionResponseTypes: ["ReportBatchItemFailures"],
          ScalingConfig: { MaximumConcurrency: "2" },
        },
      },
      Alarm: {
        Type: "AWS::CloudWatch::Alarm",
        Properties: {
          AlarmName: "dead-jobs",
          Namespace: "AWS/SQS",
          MetricName: "ApproximateNumberOfMessagesVisible",
          Dimensions: [{ Name: "QueueName", Value: { "Fn::GetAtt": ["Dead", "QueueName"] } }],
          Statistic: "Maximum",
          Period: 60,
          EvaluationPeriods: 1,
          Threshold: 1,
          ComparisonOperator: "GreaterThanOrEqualToThreshold",
        },
      },
    });
    const sqs = new SQSClient(client);
    const QueueUrl = idOf("worker", "Jobs");

    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: "job" }));
    await cloud.clock.advance("1s");
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: "poison" }));
    await cloud.clock.advance("5m");
    const { MetricAlarms } = await new CloudWatchClient(client).send(
      new DescribeAlarmsCommand({ AlarmNames: ["dead-jobs"] }),
    );

    const bodies = (await given("worker")).map((event) => (event["Records"] as { body: string }[])[0]!.body);
    expect(bodies).toEqual(["job", "poison", "poison"]);
    expect(MetricAlarms![0]!.StateValue).toBe("ALARM");
  });

  test("a function on a schedule, and one that hears of alarms", async () => {
    await using _stack = await deploy("scheduled", {
      Nightly: {
        Type: "AWS::Events::Rule",
        Properties: {
          ScheduleExpression: "cron(0 13 * * ? *)",
          State: "ENABLED",
          Targets: [
            { Id: "worker", Arn: ARN, Input: '{"task":"tidy"}', RetryPolicy: { MaximumRetryAttempts: "2" } },
          ],
        },
      },
      MayRun: allow("events.amazonaws.com", { "Fn::GetAtt": ["Nightly", "Arn"] }),
      Heard: {
        Type: "AWS::Events::Rule",
        Properties: {
          EventPattern: {
            source: ["aws.cloudwatch"],
            "detail-type": ["CloudWatch Alarm State Change"],
            detail: { alarmName: [{ prefix: "quiet" }], state: { value: ["ALARM"] } },
          },
          Targets: [{ Id: "worker", Arn: ARN, InputPath: "$.detail.alarmName" }],
        },
      },
      MayHear: allow("events.amazonaws.com", { "Fn::GetAtt": ["Heard", "Arn"] }),
      Alarm: {
        Type: "AWS::CloudWatch::Alarm",
        Properties: {
          AlarmName: "quiet-shop",
          Namespace: "Shop",
          MetricName: "Orders",
          Statistic: "Sum",
          Period: 60,
          EvaluationPeriods: 1,
          Threshold: 1,
          ComparisonOperator: "LessThanThreshold",
          TreatMissingData: "breaching",
        },
      },
    });

    await cloud.clock.advanceTo(Date.UTC(2026, 0, 5, 13, 0));
    const { events } = await logs.send(
      new FilterLogEventsCommand({ logGroupName: "/aws/lambda/scheduled", filterPattern: "got" }),
    );

    const inputs = events!.map(({ message }) => message!.slice(message!.indexOf("got") + 4).trim());
    expect(inputs.sort()).toEqual(['"quiet-shop"', '{"task":"tidy"}']);
  });

  test("a function that is told of uploads", async () => {
    await using _stack = await deploy("uploads", {
      MayTell: allow("s3.amazonaws.com", "arn:aws:s3:::incoming-files"),
      Files: {
        Type: "AWS::S3::Bucket",
        DeletionPolicy: "Retain",
        DependsOn: ["MayTell"],
        Properties: {
          BucketName: "incoming-files",
          NotificationConfiguration: {
            LambdaConfigurations: [
              {
                Event: "s3:ObjectCreated:*",
                Function: ARN,
                Filter: { S3Key: { Rules: [{ Name: "Suffix", Value: ".csv" }] } },
              },
            ],
          },
        },
      },
    });
    const s3 = new S3Client({ ...client, forcePathStyle: true });

    for (const Key of ["a.csv", "a.txt"])
      await s3.send(new PutObjectCommand({ Bucket: "incoming-files", Key, Body: "x" }));
    await cloud.clock.advance("1s");

    expect(await given("uploads")).toMatchObject([
      { Records: [{ eventName: "ObjectCreated:Put", s3: { object: { key: "a.csv" } } }] },
    ]);
  });

  test("logs of all groups in one stream, with a function that reads it", async () => {
    await using _stack = await deploy("central", {
      Central: { Type: "AWS::Kinesis::Stream", Properties: { ShardCount: "1", RetentionPeriodHours: "48" } },
      Source: {
        Type: "AWS::Lambda::EventSourceMapping",
        Properties: {
          EventSourceArn: { "Fn::GetAtt": ["Central", "Arn"] },
          FunctionName: ARN,
          StartingPosition: "TRIM_HORIZON",
        },
      },
      Shop: { Type: "AWS::Logs::LogGroup", Properties: { LogGroupName: "/central/shop" } },
      Subscription: {
        Type: "AWS::Logs::SubscriptionFilter",
        Properties: {
          LogGroupName: { Ref: "Shop" },
          FilterPattern: "ERROR",
          DestinationArn: { "Fn::GetAtt": ["Central", "Arn"] },
          RoleArn: "arn:aws:iam::123456789012:role/logs",
        },
      },
    });
    await logs.send(new CreateLogStreamCommand({ logGroupName: "/central/shop", logStreamName: "one" }));
    const timestamp = cloud.clock.now();
    await logs.send(
      new PutLogEventsCommand({
        logGroupName: "/central/shop",
        logStreamName: "one",
        logEvents: [{ timestamp, message: "ERROR of the shop" }],
      }),
    );
    await cloud.clock.advance("1s");

    const records = (await given("central")).flatMap(
      (event) => event["Records"] as { kinesis: { data: string } }[],
    );
    expect(records).toHaveLength(2);
  });

  test("a bus of one's own with its policy, a topic and a queue behind rules", async () => {
    await using _stack = await deploy("bus", {
      Bus: { Type: "AWS::Events::EventBus", Properties: { Name: "shop" } },
      Policy: {
        Type: "AWS::Events::EventBusPolicy",
        Properties: {
          EventBusName: { Ref: "Bus" },
          StatementId: "others",
          Statement: {
            Effect: "Allow",
            Principal: "*",
            Action: "events:PutEvents",
            Resource: { "Fn::GetAtt": ["Bus", "Arn"] },
          },
        },
      },
      Rule: {
        Type: "AWS::Events::Rule",
        Properties: {
          EventBusName: { Ref: "Bus" },
          EventPattern: { detail: { total: [{ numeric: [">", 100] }] } },
          Targets: [
            {
              Id: "worker",
              Arn: ARN,
              InputTransformer: {
                InputPathsMap: { total: "$.detail.total" },
                InputTemplate: '{"large": <total>}',
              },
            },
          ],
        },
      },
      May: allow("events.amazonaws.com", { "Fn::GetAtt": ["Rule", "Arn"] }),
    });
    const { EventBridgeClient, PutEventsCommand } = await import("@aws-sdk/client-eventbridge");

    await new EventBridgeClient(client).send(
      new PutEventsCommand({
        Entries: [50, 150].map((total) => ({
          EventBusName: "shop",
          Source: "shop",
          DetailType: "Order",
          Detail: JSON.stringify({ total }),
        })),
      }),
    );
    await cloud.clock.advance("1s");

    expect(await given("bus")).toEqual([{ large: 150 }]);
  });

  test("a function at an address of its own", async () => {
    await using _stack = await deploy("web", {
      Url: {
        Type: "AWS::Lambda::Url",
        Properties: { TargetFunctionArn: { Ref: "Worker" }, AuthType: "NONE" },
      },
      Everybody: {
        Type: "AWS::Lambda::Permission",
        Properties: {
          FunctionName: { Ref: "Worker" },
          Action: "lambda:InvokeFunctionUrl",
          Principal: "*",
          FunctionUrlAuthType: "NONE",
        },
      },
      Address: {
        Type: "AWS::SSM::Parameter",
        Properties: { Name: "/web/url", Type: "String", Value: { "Fn::GetAtt": ["Url", "FunctionUrl"] } },
      },
    });
    const { GetParameterCommand, SSMClient } = await import("@aws-sdk/client-ssm");
    const { Parameter } = await new SSMClient(client).send(new GetParameterCommand({ Name: "/web/url" }));

    const { status } = await fetch(`${Parameter!.Value}orders`);

    expect(status).toBe(200);
    expect(await given("web")).toMatchObject([{ rawPath: "/orders", version: "2.0" }]);
  });
});
