import {
  CloudWatchClient,
  DescribeAlarmsCommand,
  GetMetricStatisticsCommand,
  PutMetricAlarmCommand,
} from "@aws-sdk/client-cloudwatch";
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { expect, test } from "vitest";
import { startTestServer } from "../query/test-server.ts";

async function prepare() {
  const server = await startTestServer();
  const sqs = new SQSClient(server.client);
  const monitoring = new CloudWatchClient(server.client);
  const { clock } = server.cloud;
  const start = clock.now();
  return {
    ...server,
    sqs,
    monitoring,
    async queue(QueueName: string, Attributes: Record<string, string> = {}): Promise<string> {
      return (await sqs.send(new CreateQueueCommand({ QueueName, Attributes }))).QueueUrl!;
    },
    /** Values by minute since the start. */
    async metric(MetricName: string, QueueName: string, statistic: "Maximum" | "Sum" = "Maximum") {
      const { Datapoints = [] } = await monitoring.send(
        new GetMetricStatisticsCommand({
          Namespace: "AWS/SQS",
          MetricName,
          Dimensions: [{ Name: "QueueName", Value: QueueName }],
          StartTime: new Date(start),
          EndTime: new Date(clock.now() + 60_000),
          Period: 60,
          Statistics: [statistic],
        }),
      );
      const values = Datapoints.map(({ Timestamp, ...one }) => [
        (Timestamp!.getTime() - start) / 60_000,
        one[statistic],
      ]);
      return values.sort(([one], [other]) => one! - other!);
    },
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

test("a queue tells every minute what is in it, and counts what comes and goes", async () => {
  await using cloud = await prepare();
  const QueueUrl = await cloud.queue("jobs", { VisibilityTimeout: "90" });
  await cloud.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: "one" }));
  await cloud.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: "two" }));
  await cloud.cloud.clock.advance("1m");

  const { Messages } = await cloud.sqs.send(new ReceiveMessageCommand({ QueueUrl }));
  await cloud.cloud.clock.advance("1m");
  await cloud.sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: Messages![0]!.ReceiptHandle }));
  await cloud.cloud.clock.advance("1m");

  expect(await cloud.metric("ApproximateNumberOfMessagesVisible", "jobs")).toEqual([
    [0, 2],
    [1, 1],
    [2, 1],
  ]);
  expect(await cloud.metric("ApproximateNumberOfMessagesNotVisible", "jobs")).toEqual([
    [0, 0],
    [1, 1],
    [2, 0],
  ]);
  expect(await cloud.metric("ApproximateAgeOfOldestMessage", "jobs")).toEqual([
    [0, 59],
    [1, 119],
    [2, 179],
  ]);
  expect(await cloud.metric("NumberOfMessagesSent", "jobs", "Sum")).toEqual([[0, 2]]);
  expect(await cloud.metric("NumberOfMessagesReceived", "jobs", "Sum")).toEqual([[1, 1]]);
  expect(await cloud.metric("NumberOfMessagesDeleted", "jobs", "Sum")).toEqual([[2, 1]]);
});

test("an alarm on dead letters goes off, and ends when they are gone", async () => {
  await using cloud = await prepare();
  const dead = await cloud.queue("dead");
  const deadLetterTargetArn = "arn:aws:sqs:us-east-1:123456789012:dead";
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn, maxReceiveCount: 1 });
  const QueueUrl = await cloud.queue("jobs", { VisibilityTimeout: "0", RedrivePolicy });
  await cloud.monitoring.send(
    new PutMetricAlarmCommand({
      AlarmName: "dead letters",
      Namespace: "AWS/SQS",
      MetricName: "ApproximateNumberOfMessagesVisible",
      Dimensions: [{ Name: "QueueName", Value: "dead" }],
      Statistic: "Maximum",
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 0,
      ComparisonOperator: "GreaterThanThreshold",
      TreatMissingData: "notBreaching",
    }),
  );
  const state = async () =>
    (await cloud.monitoring.send(new DescribeAlarmsCommand({}))).MetricAlarms![0]!.StateValue;
  await cloud.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: "poison" }));

  await cloud.sqs.send(new ReceiveMessageCommand({ QueueUrl }));
  await cloud.cloud.clock.advance("3m");
  const before = await state();
  await cloud.sqs.send(new ReceiveMessageCommand({ QueueUrl }));
  await cloud.cloud.clock.advance("3m");
  const after = await state();
  const { Messages } = await cloud.sqs.send(new ReceiveMessageCommand({ QueueUrl: dead }));
  await cloud.sqs.send(
    new DeleteMessageCommand({ QueueUrl: dead, ReceiptHandle: Messages![0]!.ReceiptHandle }),
  );
  await cloud.cloud.clock.advance("3m");

  expect([before, after, await state()]).toEqual(["OK", "ALARM", "OK"]);
  expect(await cloud.metric("NumberOfMessagesSent", "dead", "Sum")).toEqual([]);
});

test("a queue that nobody uses is not measured for long", async () => {
  await using cloud = await prepare();
  const QueueUrl = await cloud.queue("jobs");
  await cloud.sqs.send(new ReceiveMessageCommand({ QueueUrl }));

  await cloud.cloud.clock.advance("12h");

  expect(await cloud.metric("ApproximateNumberOfMessagesVisible", "jobs")).toHaveLength(360);
  expect(await cloud.metric("NumberOfEmptyReceives", "jobs", "Sum")).toEqual([[0, 1]]);
});
