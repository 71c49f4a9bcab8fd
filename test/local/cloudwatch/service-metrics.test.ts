import { CloudWatch } from "@aws-sdk/client-cloudwatch";
import {
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  PutLogEventsCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { CreateFunctionCommand, InvokeCommand } from "@aws-sdk/client-lambda";
import { expect, test } from "vitest";
import { startFunctionCloud, zipped } from "../lambda/function-cloud.ts";

const HANDLER = `exports.handler = async ({ fail }) => { if (fail) throw new Error("fail on purpose"); };`;

function metricsOf(endpoint: string): CloudWatch {
  const credentials = { accessKeyId: "local", secretAccessKey: "local" };
  return new CloudWatch({ endpoint, region: "us-east-1", credentials });
}

test("an alarm on a function's errors goes off when it fails", async () => {
  await using running = await startFunctionCloud();
  const { cloud, lambda } = running;
  const metrics = metricsOf(cloud.endpoints.aws);
  await lambda.send(
    new CreateFunctionCommand({
      FunctionName: "pay",
      Runtime: "nodejs24.x",
      Handler: "index.handler",
      Role: "arn:aws:iam::123456789012:role/r",
      Code: { ZipFile: zipped({ "index.js": HANDLER }) },
    }),
  );
  const Dimensions = [{ Name: "FunctionName", Value: "pay" }];
  await metrics.putMetricAlarm({
    AlarmName: "failed",
    Namespace: "AWS/Lambda",
    MetricName: "Errors",
    Dimensions,
    Statistic: "Sum",
    Period: 60,
    EvaluationPeriods: 1,
    Threshold: 1,
    ComparisonOperator: "GreaterThanOrEqualToThreshold",
  });

  for (const fail of [false, true])
    await lambda.send(new InvokeCommand({ FunctionName: "pay", Payload: JSON.stringify({ fail }) }));
  await cloud.clock.advance("1m");

  const { MetricAlarms } = await metrics.describeAlarms({});
  const { Datapoints } = await metrics.getMetricStatistics({
    Namespace: "AWS/Lambda",
    MetricName: "Invocations",
    Dimensions,
    StartTime: new Date(cloud.clock.now() - 300_000),
    EndTime: new Date(cloud.clock.now()),
    Period: 60,
    Statistics: ["Sum"],
  });
  expect(MetricAlarms).toMatchObject([{ AlarmName: "failed", StateValue: "ALARM" }]);
  expect(Datapoints).toMatchObject([{ Sum: 2, Unit: "Count" }]);
});

test("log groups count what comes in", async () => {
  await using running = await startFunctionCloud();
  const { cloud, logs } = running;
  const metrics = metricsOf(cloud.endpoints.aws);
  const stream = { logGroupName: "app", logStreamName: "s" };
  await logs.send(new CreateLogGroupCommand({ logGroupName: "app" }));
  await logs.send(new CreateLogStreamCommand(stream));
  const timestamp = cloud.clock.now();
  const logEvents = ["one", "grün"].map((message) => ({ timestamp, message }));
  await logs.send(new PutLogEventsCommand({ ...stream, logEvents }));
  const sumOf = async (MetricName: string) => {
    const { Datapoints } = await metrics.getMetricStatistics({
      Namespace: "AWS/Logs",
      MetricName,
      Dimensions: [{ Name: "LogGroupName", Value: "app" }],
      StartTime: new Date(timestamp),
      EndTime: new Date(timestamp + 60_000),
      Period: 60,
      Statistics: ["Sum"],
    });
    return Datapoints?.map(({ Sum }) => Sum);
  };

  const events = await sumOf("IncomingLogEvents");
  const bytes = await sumOf("IncomingBytes");

  expect(events).toEqual([2]);
  expect(bytes).toEqual([8]);
});
