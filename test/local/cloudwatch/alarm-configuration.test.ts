import { CloudWatch, type PutMetricAlarmInput } from "@aws-sdk/client-cloudwatch";
import { SNS } from "@aws-sdk/client-sns";
import { SQS } from "@aws-sdk/client-sqs";
import { describe, expect, test } from "vitest";
import { startTestServer, type TestServer } from "../query/test-server.ts";

const TEN = Date.UTC(2026, 0, 5, 10);
const MINUTE = 60_000;
const ALARM: PutMetricAlarmInput = {
  AlarmName: "a",
  Namespace: "Shop",
  MetricName: "Errors",
  Statistic: "Sum",
  Period: 300,
  EvaluationPeriods: 3,
  DatapointsToAlarm: 1,
  Threshold: 0,
  ComparisonOperator: "GreaterThanThreshold",
  TreatMissingData: "breaching",
};

function clientsOf(server: TestServer) {
  const monitoring = new CloudWatch(server.client);
  return {
    monitoring,
    alarm: async () => (await monitoring.describeAlarms({ AlarmNames: ["a"] })).MetricAlarms![0]!,
  };
}

/** Minutes after ten at which the alarm left INSUFFICIENT_DATA. */
async function evaluatedAt(server: TestServer): Promise<number> {
  const { alarm } = clientsOf(server);
  await server.cloud.clock.advanceTo(TEN + 180 * MINUTE);
  const { StateTransitionedTimestamp, StateValue } = await alarm();
  expect(StateValue).toBe("ALARM");
  return (StateTransitionedTimestamp!.getTime() - TEN) / MINUTE;
}

describe("a metric alarm that warms up", () => {
  test("U0110, U0112 is INSUFFICIENT_DATA until its time is over, whatever missing data means", async () => {
    await using server = await startTestServer(TEN);
    const { monitoring, alarm } = clientsOf(server);
    await monitoring.putMetricAlarm({ ...ALARM, WarmUpConfiguration: { WarmUpPeriodDurationInMinutes: 30 } });
    await server.cloud.clock.advance("10m");

    const during = await alarm();

    expect(during).toMatchObject({ StateValue: "INSUFFICIENT_DATA", EvaluationState: "IN_WARM_UP" });
    expect(await evaluatedAt(server)).toBe(30);
    expect((await alarm()).EvaluationState).toBeUndefined();
  });

  test("U0111 is evaluated once N periods have had data, whatever M is", async () => {
    await using server = await startTestServer(TEN);
    const { monitoring } = clientsOf(server);
    await monitoring.putMetricAlarm({ ...ALARM, WarmUpConfiguration: { WarmUpPeriodDurationInMinutes: 60 } });
    await server.cloud.clock.advance("4m");
    await monitoring.putMetricData({
      Namespace: "Shop",
      MetricData: [{ MetricName: "Errors", Value: 1, Timestamp: new Date(server.cloud.clock.now()) }],
    });

    const minutes = await evaluatedAt(server);

    expect(Math.abs(minutes - 19)).toBeLessThanOrEqual(1);
  });

  test("U0115 waits for the whole time when it is told to, and takes another length meanwhile", async () => {
    await using server = await startTestServer(TEN);
    const { monitoring } = clientsOf(server);
    const lasting = (WarmUpPeriodDurationInMinutes: number) => ({
      ...ALARM,
      WarmUpConfiguration: { WarmUpPeriodDurationInMinutes, OnlyStartEvaluatingAfterWarmUpPeriodEnds: true },
    });
    await monitoring.putMetricAlarm(lasting(30));
    await server.cloud.clock.advance("10m");

    await monitoring.putMetricAlarm(lasting(45));

    expect(await evaluatedAt(server)).toBe(45);
  });

  test("U0114 does not warm up again when it is updated", async () => {
    await using server = await startTestServer(TEN);
    const { monitoring, alarm } = clientsOf(server);
    await monitoring.putMetricAlarm({ ...ALARM, WarmUpConfiguration: { WarmUpPeriodDurationInMinutes: 5 } });
    await server.cloud.clock.advance("20m");

    await monitoring.putMetricAlarm({
      ...ALARM,
      Threshold: 5,
      TreatMissingData: "notBreaching",
      WarmUpConfiguration: { WarmUpPeriodDurationInMinutes: 600 },
    });
    await server.cloud.clock.advance("10m");

    expect((await alarm()).StateValue).toBe("OK");
  });

  test.each([0, 2_881])("U0113 does not take %s minutes", async (WarmUpPeriodDurationInMinutes) => {
    await using server = await startTestServer(TEN);
    const { monitoring } = clientsOf(server);

    const answer = monitoring.putMetricAlarm({
      ...ALARM,
      WarmUpConfiguration: { WarmUpPeriodDurationInMinutes },
    });

    await expect(answer).rejects.toMatchObject({ $metadata: { httpStatusCode: 400 } });
  });
});

test("alarms on PromQL, which the local cloud cannot evaluate, are refused by their name", async () => {
  await using server = await startTestServer(TEN);
  const { monitoring } = clientsOf(server);
  const change = { EvaluationCriteria: { PromQLCriteria: { Query: "up" } } };

  const answer = monitoring.putMetricAlarm({ ...ALARM, ...change } as PutMetricAlarmInput);

  await expect(answer).rejects.toThrow("EvaluationCriteria");
});

describe("an alarm's tags in its notifications", () => {
  const TAGS = { team: "shop", stage: "live", "aws:made": "by AWS" };

  test.each([
    ["U0133 not by default", undefined, undefined],
    ["U0138 all", { Enabled: true }, { team: "shop", stage: "live" }],
    ["only some", { Enabled: true, IncludedTagKeys: ["team"] }, { team: "shop" }],
    ["all but some", { Enabled: true, ExcludedTagKeys: ["team"] }, { stage: "live" }],
  ])("%s", async (_name, AlarmTagsPropagation, expected) => {
    await using server = await startTestServer(TEN);
    const { monitoring } = clientsOf(server);
    const [sns, sqs] = [new SNS(server.client), new SQS(server.client)];
    const { TopicArn } = await sns.createTopic({ Name: "alarms" });
    const { QueueUrl } = await sqs.createQueue({ QueueName: "pager" });
    await sns.subscribe({
      TopicArn: TopicArn!,
      Protocol: "sqs",
      Endpoint: "arn:aws:sqs:us-east-1:123456789012:pager",
      Attributes: { RawMessageDelivery: "true" },
    });
    await monitoring.putMetricAlarm({
      ...ALARM,
      AlarmActions: [TopicArn!],
      Tags: Object.entries(TAGS)
        .filter(([key]) => !key.startsWith("aws:"))
        .map(([Key, Value]) => ({ Key, Value })),
      ...(AlarmTagsPropagation && { ActionConfiguration: { AlarmTagsPropagation } }),
    });

    await monitoring.setAlarmState({ AlarmName: "a", StateValue: "ALARM", StateReason: "test" });
    await server.cloud.clock.advance("1s");

    const { Messages } = await sqs.receiveMessage({ QueueUrl: QueueUrl! });
    const message = JSON.parse(Messages![0]!.Body!) as {
      AlarmTags?: { Key: string; Value: string }[];
      AlarmTagsStatus?: string;
    };
    const tags =
      message.AlarmTags && Object.fromEntries(message.AlarmTags.map(({ Key, Value }) => [Key, Value]));
    expect(tags).toEqual(expected);
    expect(message.AlarmTagsStatus).toBe(expected && "SUCCESS");
  });

  test("are not both included and excluded by key", async () => {
    await using server = await startTestServer(TEN);
    const { monitoring } = clientsOf(server);

    const answer = monitoring.putMetricAlarm({
      ...ALARM,
      ActionConfiguration: {
        AlarmTagsPropagation: { Enabled: true, IncludedTagKeys: ["a"], ExcludedTagKeys: ["b"] },
      },
    });

    await expect(answer).rejects.toThrow("IncludedTagKeys and ExcludedTagKeys");
  });
});
