import {
  CloudWatchClient,
  DeleteAlarmsCommand,
  DescribeAlarmHistoryCommand,
  DescribeAlarmsCommand,
  DisableAlarmActionsCommand,
  PutCompositeAlarmCommand,
  PutMetricAlarmCommand,
  type PutMetricAlarmCommandInput,
  PutMetricDataCommand,
  SetAlarmStateCommand,
} from "@aws-sdk/client-cloudwatch";
import { CreateTopicCommand, SNSClient, SubscribeCommand } from "@aws-sdk/client-sns";
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { describe, expect, test } from "vitest";
import { startTestServer, type TestServer } from "../query/test-server.ts";

const ALARM: PutMetricAlarmCommandInput = {
  AlarmName: "errors",
  Namespace: "Shop",
  MetricName: "Errors",
  Dimensions: [{ Name: "Route", Value: "/pay" }],
  Statistic: "Sum",
  Period: 60,
  EvaluationPeriods: 1,
  Threshold: 3,
  ComparisonOperator: "GreaterThanThreshold",
  TreatMissingData: "notBreaching",
};

async function prepare(server: TestServer) {
  const monitoring = new CloudWatchClient(server.client);
  const sns = new SNSClient(server.client);
  const sqs = new SQSClient(server.client);
  const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: "alarms" }));
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: "pager" }));
  await sns.send(
    new SubscribeCommand({
      TopicArn,
      Protocol: "sqs",
      Endpoint: "arn:aws:sqs:us-east-1:123456789012:pager",
      Attributes: { RawMessageDelivery: "true" },
    }),
  );
  const received = async (): Promise<Record<string, unknown>[]> => {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }),
    );
    return Messages.map(({ Body }) => JSON.parse(Body!) as Record<string, unknown>);
  };
  const putErrors = (Value: number, Dimensions = ALARM.Dimensions) =>
    monitoring.send(
      new PutMetricDataCommand({
        Namespace: "Shop",
        MetricData: [{ MetricName: "Errors", Value, Dimensions }],
      }),
    );
  return { monitoring, TopicArn: TopicArn!, received, putErrors };
}

describe("a metric alarm", () => {
  test("reaches a queue through a topic when its metric crosses the threshold, and again when it is well", async () => {
    await using server = await startTestServer();
    const { monitoring, TopicArn, received, putErrors } = await prepare(server);
    await monitoring.send(
      new PutMetricAlarmCommand({ ...ALARM, AlarmActions: [TopicArn], OKActions: [TopicArn] }),
    );
    await putErrors(5);

    await server.cloud.clock.advance("5m");

    const messages = await received();
    expect(messages.map(({ OldStateValue, NewStateValue }) => [OldStateValue, NewStateValue])).toEqual([
      ["INSUFFICIENT_DATA", "ALARM"],
      ["ALARM", "OK"],
    ]);
    expect(messages[0]).toMatchObject({
      AlarmName: "errors",
      AlarmDescription: null,
      AWSAccountId: "123456789012",
      Region: "US East (N. Virginia)",
      StateChangeTime: "2026-01-05T12:01:00.000+0000",
      NewStateReason:
        "Threshold Crossed: 1 datapoint [5.0 (05/01/26 12:00:00)] was greater than the threshold (3.0).",
      Trigger: {
        MetricName: "Errors",
        Namespace: "Shop",
        StatisticType: "Statistic",
        Statistic: "SUM",
        Unit: null,
        Dimensions: [{ value: "/pay", name: "Route" }],
        Period: 60,
        EvaluationPeriods: 1,
        ComparisonOperator: "GreaterThanThreshold",
        Threshold: 3,
        TreatMissingData: "notBreaching",
        EvaluateLowSampleCountPercentile: "",
      },
    });
  });

  test("ignores values with other dimensions", async () => {
    await using server = await startTestServer();
    const { monitoring, TopicArn, received, putErrors } = await prepare(server);
    await monitoring.send(new PutMetricAlarmCommand({ ...ALARM, AlarmActions: [TopicArn] }));
    await putErrors(5, [{ Name: "Route", Value: "/other" }]);

    await server.cloud.clock.advance("3m");

    expect(await received()).toEqual([]);
  });

  test("runs no action when actions are disabled, and keeps its history", async () => {
    await using server = await startTestServer();
    const { monitoring, TopicArn, received, putErrors } = await prepare(server);
    await monitoring.send(new PutMetricAlarmCommand({ ...ALARM, AlarmActions: [TopicArn] }));
    await monitoring.send(new DisableAlarmActionsCommand({ AlarmNames: ["errors"] }));
    await putErrors(5);

    await server.cloud.clock.advance("1m");

    expect(await received()).toEqual([]);
    const { AlarmHistoryItems } = await monitoring.send(
      new DescribeAlarmHistoryCommand({ AlarmName: "errors", ScanBy: "TimestampAscending" }),
    );
    expect(AlarmHistoryItems?.map(({ HistorySummary }) => HistorySummary)).toEqual([
      'Alarm "errors" created',
      "Alarm updated from INSUFFICIENT_DATA to ALARM",
    ]);
    expect(JSON.parse(AlarmHistoryItems![1]!.HistoryData!)).toMatchObject({
      version: "1.0",
      oldState: { stateValue: "INSUFFICIENT_DATA", stateReason: "Unchecked: Initial alarm creation" },
      newState: { stateValue: "ALARM", stateReasonData: { recentDatapoints: [5], threshold: 3 } },
    });
  });

  test("evaluates metric math", async () => {
    await using server = await startTestServer();
    const { monitoring, TopicArn, received } = await prepare(server);
    const stat = (Id: string, MetricName: string) => ({
      Id,
      ReturnData: false,
      MetricStat: { Metric: { Namespace: "Shop", MetricName }, Period: 60, Stat: "Sum" },
    });
    await monitoring.send(
      new PutMetricAlarmCommand({
        AlarmName: "rate",
        EvaluationPeriods: 1,
        Threshold: 10,
        ComparisonOperator: "GreaterThanOrEqualToThreshold",
        AlarmActions: [TopicArn],
        Metrics: [
          stat("errors", "Errors"),
          stat("all", "Requests"),
          { Id: "rate", Expression: "100 * errors / all" },
        ],
      }),
    );
    await monitoring.send(
      new PutMetricDataCommand({
        Namespace: "Shop",
        MetricData: [
          { MetricName: "Errors", Value: 2 },
          { MetricName: "Requests", Value: 20 },
        ],
      }),
    );

    await server.cloud.clock.advance("1m");

    const [message] = await received();
    expect(message).toMatchObject({
      AlarmName: "rate",
      NewStateValue: "ALARM",
      Trigger: { Metrics: expect.any(Array) },
    });
    expect(message!["Trigger"]).not.toHaveProperty("MetricName");
  });
});

describe("a composite alarm", () => {
  test("follows its children and names them in its message, without a trigger", async () => {
    await using server = await startTestServer();
    const { monitoring, TopicArn, received, putErrors } = await prepare(server);
    await monitoring.send(new PutMetricAlarmCommand(ALARM));
    await monitoring.send(
      new PutCompositeAlarmCommand({
        AlarmName: "any",
        AlarmRule: 'ALARM("errors")',
        AlarmActions: [TopicArn],
      }),
    );
    await putErrors(5);

    await server.cloud.clock.advance("1m");

    const [message] = await received();
    expect(message).toMatchObject({
      AlarmName: "any",
      OldStateValue: "OK",
      NewStateValue: "ALARM",
      AlarmRule: 'ALARM("errors")',
      TriggeringChildren: [
        {
          Arn: "arn:aws:cloudwatch:us-east-1:123456789012:alarm:errors",
          State: { Value: "ALARM", Timestamp: "2026-01-05T12:01:00.000+0000" },
        },
      ],
    });
    expect(message).not.toHaveProperty("Trigger");
  });

  test("is refused when it depends on itself", async () => {
    await using server = await startTestServer();
    const { monitoring } = await prepare(server);
    await monitoring.send(new PutMetricAlarmCommand(ALARM));
    await monitoring.send(new PutCompositeAlarmCommand({ AlarmName: "one", AlarmRule: "ALARM(errors)" }));
    await monitoring.send(new PutCompositeAlarmCommand({ AlarmName: "two", AlarmRule: "ALARM(one)" }));

    const put = monitoring.send(new PutCompositeAlarmCommand({ AlarmName: "one", AlarmRule: "OK(two)" }));

    await expect(put).rejects.toThrow("depends on itself");
  });

  test("keeps its actions back while its suppressor is in ALARM", async () => {
    await using server = await startTestServer();
    const { monitoring, TopicArn, received, putErrors } = await prepare(server);
    const maintenance = { ...ALARM, AlarmName: "maintenance", MetricName: "Maintenance", Dimensions: [] };
    await monitoring.send(new PutMetricAlarmCommand(ALARM));
    await monitoring.send(new PutMetricAlarmCommand(maintenance));
    await monitoring.send(
      new PutCompositeAlarmCommand({
        AlarmName: "any",
        AlarmRule: "ALARM(errors)",
        AlarmActions: [TopicArn],
        ActionsSuppressor: "maintenance",
        ActionsSuppressorWaitPeriod: 30,
        ActionsSuppressorExtensionPeriod: 60,
      }),
    );
    await putErrors(5);
    const MetricData = [{ MetricName: "Maintenance", Value: 9 }];
    await monitoring.send(new PutMetricDataCommand({ Namespace: "Shop", MetricData }));

    await server.cloud.clock.advance("2m");

    const { CompositeAlarms } = await monitoring.send(
      new DescribeAlarmsCommand({ AlarmTypes: ["CompositeAlarm"], AlarmNames: ["any"] }),
    );
    expect(CompositeAlarms?.[0]?.AlarmName).toBe("any");
    expect(await received()).toEqual([]);
  });
});

describe("PutMetricAlarm", () => {
  test.each<[string, Partial<PutMetricAlarmCommandInput>, string]>([
    ["more datapoints than periods", { DatapointsToAlarm: 2 }, "Datapoints to alarm"],
    ["a period that no metric has", { Period: 90 }, "Period"],
    ["a span over a day", { Period: 300, EvaluationPeriods: 289 }, "EvaluationPeriods * Period"],
    ["an unknown statistic", { Statistic: undefined, ExtendedStatistic: "p101" }, "ExtendedStatistic"],
    ["an unknown treatment", { TreatMissingData: "breach" }, "missing data"],
    ["no threshold", { Threshold: undefined }, "Threshold"],
  ])("refuses %s", async (_what, change, message) => {
    await using server = await startTestServer();
    const client = new CloudWatchClient(server.client);

    const put = client.send(new PutMetricAlarmCommand({ ...ALARM, ...change }));

    await expect(put).rejects.toThrow(message);
  });
});

describe("DeleteAlarms", () => {
  test("takes an unknown name, and then deletes nothing", async () => {
    await using server = await startTestServer();
    const client = new CloudWatchClient(server.client);
    await client.send(new PutMetricAlarmCommand(ALARM));

    await client.send(new DeleteAlarmsCommand({ AlarmNames: ["nobody", "errors"] }));

    const { MetricAlarms } = await client.send(new DescribeAlarmsCommand({}));
    expect(MetricAlarms?.map(({ AlarmName }) => AlarmName)).toEqual(["errors"]);
  });

  test("refuses an alarm that a composite alarm reads", async () => {
    await using server = await startTestServer();
    const client = new CloudWatchClient(server.client);
    await client.send(new PutMetricAlarmCommand(ALARM));
    await client.send(new PutCompositeAlarmCommand({ AlarmName: "any", AlarmRule: "ALARM(errors)" }));

    const deletion = client.send(new DeleteAlarmsCommand({ AlarmNames: ["errors"] }));

    await expect(deletion).rejects.toMatchObject({
      message: "Cannot delete errors as there are composite alarm(s) depending on them.",
    });
  });
});

describe("SetAlarmState", () => {
  test("has the SDK's typed exception for an alarm that does not exist", async () => {
    await using server = await startTestServer();
    const client = new CloudWatchClient(server.client);

    const change = client.send(
      new SetAlarmStateCommand({ AlarmName: "nobody", StateValue: "OK", StateReason: "test" }),
    );

    await expect(change).rejects.toMatchObject({ name: "ResourceNotFound" });
  });

  test("names a state that there is not in the service's words", async () => {
    await using server = await startTestServer();
    const client = new CloudWatchClient(server.client);
    await client.send(new PutMetricAlarmCommand(ALARM));

    const change = client.send(
      new SetAlarmStateCommand({ AlarmName: "errors", StateValue: "INVALID" as never, StateReason: "test" }),
    );

    await expect(change).rejects.toMatchObject({
      message:
        "1 validation error detected: Value 'INVALID' at 'stateValue' failed to satisfy constraint: Member must satisfy enum value set: [INSUFFICIENT_DATA, ALARM, OK]",
    });
  });
});

test("an alarm on half minutes sees values of the standard resolution", async () => {
  await using server = await startTestServer();
  const client = new CloudWatchClient(server.client);
  const alarm = { ...ALARM, Period: 30, Statistic: "Average" as const, TreatMissingData: "ignore" };
  await client.send(new PutMetricAlarmCommand(alarm));
  const MetricData = [21, 22].map((Value) => ({
    MetricName: "Errors",
    Value,
    Dimensions: ALARM.Dimensions,
  }));
  await client.send(new PutMetricDataCommand({ Namespace: "Shop", MetricData }));

  await server.cloud.clock.advance("30s");

  const { MetricAlarms } = await client.send(new DescribeAlarmsCommand({}));
  expect(MetricAlarms).toMatchObject([
    {
      StateValue: "ALARM",
      StateReason: expect.stringMatching(/^Threshold Crossed: 1 datapoint \[21\.5 /),
    },
  ]);
});
