import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { Cloud } from "../../../local/kernel/cloud.ts";
import { SqliteStorage } from "../../../local/kernel/storage/sqlite-storage.ts";

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
