import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { Cloud } from "../../../local/kernel/cloud.ts";
import { SqliteStorage } from "../../../local/kernel/storage/sqlite-storage.ts";
import { type Collection, NoStorage } from "../../../local/kernel/storage/storage.ts";

import { SERVICES } from "../../../local/services/list.ts";

const NOON = Date.UTC(2026, 0, 5, 12);

async function open(folder: string, start: number): Promise<Cloud> {
  const cloud = new Cloud({ clock: { start, speed: 0 }, storage: new SqliteStorage(folder) });
  cloud.list(SERVICES);
  await cloud.start();
  return cloud;
}

test("alarms, metrics, topics, queues and parameters go on after a restart where they were", async () => {
  const folder = mkdtempSync(join(tmpdir(), "cumulog-persistence-"));
  try {
    // Prepare
    const before = await open(folder, NOON);
    const { TopicArn } = await before.call<{ TopicArn: string }>("sns", "CreateTopic", { Name: "news" });
    const { QueueUrl } = await before.call<{ QueueUrl: string }>("sqs", "CreateQueue", {
      QueueName: "inbox",
    });
    await before.call("sqs", "SendMessage", { QueueUrl, MessageBody: "early" });
    await before.call("sns", "Subscribe", {
      TopicArn,
      Protocol: "sqs",
      Endpoint: "arn:aws:sqs:us-east-1:123456789012:inbox",
      Attributes: {
        RawMessageDelivery: "true",
        FilterPolicy: '{"NewStateValue":["ALARM"]}',
        FilterPolicyScope: "MessageBody",
      },
    });
    await before.call("monitoring", "PutMetricAlarm", {
      AlarmName: "errors",
      Namespace: "Shop",
      MetricName: "Errors",
      Statistic: "Sum",
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 3,
      ComparisonOperator: "GreaterThanThreshold",
      AlarmActions: [TopicArn],
      OKActions: [TopicArn],
    });
    const MetricData = [{ MetricName: "Errors", Values: [1, 2], Counts: [2, 1] }];
    await before.call("monitoring", "PutMetricData", { Namespace: "Shop", MetricData });
    await before.call("ssm", "PutParameter", { Name: "/a", Value: "1", Type: "String" });
    await before.call("secretsmanager", "CreateSecret", { Name: "s", SecretString: "x" });
    await before.close();

    // Act
    const after = await open(folder, NOON + 30_000);
    await after.clock.advance("1m");

    // Assess
    const receive = { QueueUrl, MaxNumberOfMessages: 10 };
    const { Messages } = await after.call<{ Messages: { Body: string }[] }>("sqs", "ReceiveMessage", receive);
    const bodies = Messages.map(({ Body }) => Body);
    expect(bodies[0]).toBe("early");
    expect(JSON.parse(bodies[1]!)).toMatchObject({ AlarmName: "errors", NewStateValue: "ALARM" });
    const history = await after.call<{ AlarmHistoryItems: object[] }>(
      "monitoring",
      "DescribeAlarmHistory",
      {},
    );
    expect(history.AlarmHistoryItems).toHaveLength(3);
    expect(await after.call("ssm", "GetParameter", { Name: "/a" })).toMatchObject({
      Parameter: { Value: "1" },
    });
    expect(await after.call("secretsmanager", "GetSecretValue", { SecretId: "s" })).toMatchObject({
      SecretString: "x",
    });
    await after.close();
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("log alarms, their queries, mute rules and what they hold go on after a restart", async () => {
  const folder = mkdtempSync(join(tmpdir(), "cumulog-persistence-"));
  const metricAlarm = (AlarmName: string) => ({
    AlarmName,
    Namespace: "Shop",
    MetricName: AlarmName,
    Statistic: "Sum",
    Period: 60,
    EvaluationPeriods: 1,
    Threshold: 1,
    ComparisonOperator: "GreaterThanThreshold",
    TreatMissingData: "ignore",
  });
  try {
    // Prepare: a muted alarm and a suppressed one that went off, and a log alarm with one result of two.
    const before = await open(folder, NOON);
    const { TopicArn } = await before.call<{ TopicArn: string }>("sns", "CreateTopic", { Name: "news" });
    const { QueueUrl } = await before.call<{ QueueUrl: string }>("sqs", "CreateQueue", {
      QueueName: "inbox",
    });
    await before.call("sns", "Subscribe", {
      TopicArn,
      Protocol: "sqs",
      Endpoint: "arn:aws:sqs:us-east-1:123456789012:inbox",
      Attributes: { RawMessageDelivery: "true" },
    });
    await before.call("monitoring", "PutMetricAlarm", { ...metricAlarm("muted"), AlarmActions: [TopicArn] });
    await before.call("monitoring", "PutMetricAlarm", metricAlarm("child"));
    await before.call("monitoring", "PutMetricAlarm", metricAlarm("maintenance"));
    await before.call("monitoring", "PutAlarmMuteRule", {
      Name: "deploy",
      Rule: { Schedule: { Expression: "at(2026-01-05T12:00)", Duration: "PT1H" } },
      MuteTargets: { AlarmNames: ["muted"] },
    });
    await before.call("monitoring", "PutCompositeAlarm", {
      AlarmName: "suppressed",
      AlarmRule: 'ALARM("child")',
      AlarmActions: [TopicArn],
      ActionsSuppressor: "maintenance",
      ActionsSuppressorWaitPeriod: 1_800,
      ActionsSuppressorExtensionPeriod: 60,
    });
    await before.call("logs", "CreateLogGroup", { logGroupName: "/shop" });
    await before.call("logs", "CreateLogStream", { logGroupName: "/shop", logStreamName: "one" });
    await before.call("monitoring", "PutLogAlarm", {
      AlarmName: "lines",
      ComparisonOperator: "GreaterThanThreshold",
      Threshold: 0,
      QueryResultsToEvaluate: 2,
      QueryResultsToAlarm: 2,
      AlarmActions: [TopicArn],
      ScheduledQueryConfiguration: {
        QueryString: "filter @message like /ERROR/",
        LogGroupIdentifiers: ["/shop"],
        ScheduledQueryRoleARN: "arn:aws:iam::123456789012:role/queries",
        AggregationExpression: "count(*)",
        ScheduleConfiguration: { ScheduleExpression: "rate(5 minutes)", StartTimeOffset: 600 },
      },
    });
    for (const AlarmName of ["muted", "child"])
      await before.call("monitoring", "SetAlarmState", {
        AlarmName,
        StateValue: "ALARM",
        StateReason: "test",
      });
    await before.clock.advance("1m");
    await before.call("logs", "PutLogEvents", {
      logGroupName: "/shop",
      logStreamName: "one",
      logEvents: [{ timestamp: NOON + 60_000, message: "ERROR" }],
    });
    await before.clock.advance("5m");
    await before.close();

    // Act
    const after = await open(folder, NOON + 6 * 60_000);
    await after.clock.advance("2h");

    // Assess
    const { Messages } = await after.call<{
      Messages: { Body: string; Attributes: { SentTimestamp: string } }[];
    }>("sqs", "ReceiveMessage", {
      QueueUrl,
      MaxNumberOfMessages: 10,
      MessageSystemAttributeNames: ["SentTimestamp"],
    });
    const sent = Messages.map(({ Body, Attributes }) => {
      const { AlarmName } = JSON.parse(Body) as { AlarmName: string };
      return [Math.floor((Number(Attributes.SentTimestamp) - NOON) / 60_000), AlarmName] as const;
    });
    expect(sent.toSorted(([one], [other]) => one - other)).toEqual([
      [10, "lines"],
      [30, "suppressed"],
      [60, "muted"],
    ]);
    await after.close();
  } finally {
    rmSync(folder, { recursive: true });
  }
});

/** Keeps nothing, and counts what is written by the name of its collection. */
class CountingStorage extends NoStorage {
  readonly writes = new Map<string, number>();

  override collection<Value>(name?: string): Collection<Value> {
    const count = () => this.writes.set(name!, (this.writes.get(name!) ?? 0) + 1);
    return { entries: () => [], set: count, delete: count };
  }
}

test("an alarm on a grouped query is written when something changes, not at each evaluation", async () => {
  // Prepare
  const storage = new CountingStorage();
  const cloud = new Cloud({ clock: { start: NOON, speed: 0 }, storage });
  cloud.list(SERVICES);
  await cloud.call("monitoring", "PutMetricAlarm", {
    AlarmName: "errors",
    EvaluationPeriods: 1,
    Threshold: 3,
    ComparisonOperator: "GreaterThanThreshold",
    TreatMissingData: "notBreaching",
    Metrics: [
      { Id: "q", Expression: "SELECT SUM(Errors) FROM Shop GROUP BY Route ORDER BY SUM() DESC", Period: 60 },
    ],
  });
  const put = async (Value: number) => {
    const Dimensions = [{ Name: "Route", Value: "/pay" }];
    await cloud.call("monitoring", "PutMetricData", {
      Namespace: "Shop",
      MetricData: [{ MetricName: "Errors", Dimensions, Value }],
    });
    await cloud.clock.advance("1m");
  };
  await put(1);
  await put(1);
  const writes = () => storage.writes.get("alarms")!;
  const settled = writes();

  // Act
  for (let minute = 0; minute < 5; minute++) await put(1);
  const calm = writes();
  await put(9);

  // Assess
  expect(calm).toBe(settled);
  expect(writes()).toBeGreaterThan(calm);
  await cloud.close();
});
