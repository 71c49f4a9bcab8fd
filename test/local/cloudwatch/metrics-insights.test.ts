import { CloudWatch, type PutMetricAlarmInput } from "@aws-sdk/client-cloudwatch";
import { SNS } from "@aws-sdk/client-sns";
import { SQS } from "@aws-sdk/client-sqs";
import { describe, expect, test } from "vitest";
import { startTestServer, type TestServer } from "../query/test-server.ts";

const NOON = Date.UTC(2026, 0, 5, 12);
const at = (minutes: number) => new Date(NOON + minutes * 60_000);
const BY_ROUTE = 'SELECT MAX(Latency) FROM SCHEMA("Shop", Route) GROUP BY Route ORDER BY MAX() DESC';

const put = (monitoring: CloudWatch, route: string, value: number, time: Date) =>
  monitoring.putMetricData({
    Namespace: "Shop",
    MetricData: [
      { MetricName: "Latency", Dimensions: [{ Name: "Route", Value: route }], Value: value, Timestamp: time },
    ],
  });

const ALARM: PutMetricAlarmInput = {
  AlarmName: "slow",
  ComparisonOperator: "GreaterThanThreshold",
  Threshold: 100,
  EvaluationPeriods: 1,
  TreatMissingData: "notBreaching",
  Metrics: [{ Id: "q1", Expression: BY_ROUTE, Period: 60 }],
};

describe("GetMetricData", () => {
  const query = (
    monitoring: CloudWatch,
    ...queries: { Expression: string; Period?: number; Label?: string }[]
  ) =>
    monitoring.getMetricData({
      StartTime: at(-10),
      EndTime: at(0),
      MetricDataQueries: queries.map((one, index) => ({ Id: `q${index}`, Period: 60, ...one })),
    });

  test("gives a series for each group, and lets metric math use the query", async () => {
    await using server = await startTestServer(NOON);
    const monitoring = new CloudWatch(server.client);
    await put(monitoring, "/pay", 10, at(-3));
    await put(monitoring, "/pay", 30, at(-2));
    await put(monitoring, "/cart", 50, at(-3));

    const { MetricDataResults } = await query(
      monitoring,
      { Expression: BY_ROUTE },
      { Expression: "MAX(q0) * 2", Label: "twice" },
    );

    expect(MetricDataResults).toEqual([
      { Id: "q0", Label: "/cart", Timestamps: [at(-3)], Values: [50], StatusCode: "Complete" },
      { Id: "q0", Label: "/pay", Timestamps: [at(-2), at(-3)], Values: [30, 10], StatusCode: "Complete" },
      { Id: "q1", Label: "twice", Timestamps: [at(-2), at(-3)], Values: [60, 100], StatusCode: "Complete" },
    ]);
  });

  test("looks at whole minutes, and at two weeks at most", async () => {
    await using server = await startTestServer(NOON);
    const monitoring = new CloudWatch(server.client);
    const sum = { Expression: "SELECT SUM(Latency) FROM Shop" };
    await monitoring.putMetricData({
      Namespace: "Shop",
      MetricData: [1, 2].map((Value) => ({
        MetricName: "Latency",
        Value,
        Timestamp: new Date(NOON - 60_000 + Value * 10_000),
        StorageResolution: 1,
      })),
    });
    const day = 1_440;
    await put(monitoring, "/old", 5, at(-13 * day));
    await put(monitoring, "/young", 7, at(-12 * day));

    const short = await query(monitoring, { ...sum, Period: 10 });
    await server.cloud.clock.advance(1.5 * 86_400_000);
    const { MetricDataResults } = await monitoring.getMetricData({
      StartTime: at(-14 * day),
      EndTime: at(0),
      MetricDataQueries: [{ Id: "q", Period: 3600, ...sum }],
    });

    expect(short.MetricDataResults).toMatchObject([{ Timestamps: [at(-1)], Values: [3] }]);
    expect(MetricDataResults?.[0]?.Values).toEqual([3, 7]);
  });

  test.each([
    [
      "SELECT AVG(Latency) FROM",
      /Error in expression 'q0': Expected a namespace or SCHEMA\(…\) where the query ends/,
    ],
    [
      "SELECT AVG(Latency) FROM Shop WHERE tag.env = 'prod'",
      /does not have the tags of resources \(tag\.env\)/,
    ],
  ])("refuses %s", async (Expression, message) => {
    await using server = await startTestServer(NOON);
    const monitoring = new CloudWatch(server.client);

    await expect(query(monitoring, { Expression })).rejects.toThrow(message);
  });

  test("refuses a second query of Metrics Insights", async () => {
    await using server = await startTestServer(NOON);
    const one = { Expression: "SELECT AVG(Latency) FROM Shop" };

    await expect(query(new CloudWatch(server.client), one, one)).rejects.toThrow(
      /Only one Metrics Insights query/,
    );
  });
});

describe("an alarm on a query", () => {
  async function prepare(server: TestServer) {
    const [monitoring, sns, sqs] = [
      new CloudWatch(server.client),
      new SNS(server.client),
      new SQS(server.client),
    ];
    const { TopicArn } = await sns.createTopic({ Name: "alarms" });
    const { QueueUrl } = await sqs.createQueue({ QueueName: "pager" });
    const Endpoint = "arn:aws:sqs:us-east-1:123456789012:pager";
    await sns.subscribe({ TopicArn, Protocol: "sqs", Endpoint, Attributes: { RawMessageDelivery: "true" } });
    const events: { detailType: string; detail: unknown }[] = [];
    server.cloud.events.on("service-event", ({ source, detailType, detail }) => {
      if (source === "aws.cloudwatch" && detailType.endsWith("State Change"))
        events.push({ detailType, detail: detail() });
    });
    return {
      monitoring,
      events,
      TopicArn: TopicArn!,
      async received(): Promise<Record<string, unknown>[]> {
        await server.cloud.settled();
        const { Messages = [] } = await sqs.receiveMessage({ QueueUrl, MaxNumberOfMessages: 10 });
        for (const { ReceiptHandle } of Messages) await sqs.deleteMessage({ QueueUrl, ReceiptHandle });
        return Messages.map(({ Body }) => JSON.parse(Body!) as Record<string, unknown>);
      },
    };
  }

  test("tells of each time series by itself, and recovers when they do", async () => {
    await using server = await startTestServer(NOON);
    const { monitoring, TopicArn, received, events } = await prepare(server);
    await monitoring.putMetricAlarm({ ...ALARM, AlarmActions: [TopicArn], OKActions: [TopicArn] });
    await put(monitoring, "/pay", 150, at(0));
    await put(monitoring, "/cart", 500, at(0));
    await put(monitoring, "/home", 5, at(0));

    await server.cloud.clock.advance(60_000);

    const { MetricAlarms } = await monitoring.describeAlarms({});
    const { AlarmContributors } = await monitoring.describeAlarmContributors({ AlarmName: "slow" });
    expect(MetricAlarms?.[0]).toMatchObject({
      StateValue: "ALARM",
      StateReason: "2 out of 3 time series evaluated to ALARM",
    });
    expect(AlarmContributors?.map(({ ContributorAttributes }) => ContributorAttributes)).toEqual([
      { Route: "/cart" },
      { Route: "/pay" },
    ]);
    expect(AlarmContributors?.[0]?.StateReason).toBe(
      "Threshold Crossed: 1 datapoint was greater than the threshold (100.0). The most recent datapoint which crossed the threshold: [500.0 (05/01/26 12:00:00)].",
    );
    const messages = await received();
    expect(
      messages.map(({ NewStateValue, AlarmContributorAttributes }) => [
        NewStateValue,
        AlarmContributorAttributes,
      ]),
    ).toEqual([
      ["ALARM", { Route: "/cart" }],
      ["ALARM", { Route: "/pay" }],
    ]);
    expect(messages[0]).toMatchObject({
      AlarmContributorId: AlarmContributors![0]!.ContributorId,
      Trigger: { Metrics: [{ Id: "q1" }] },
    });
    expect(events).toMatchObject([
      {
        detailType: "CloudWatch Alarm Contributor State Change",
        detail: {
          alarmContributor: { attributes: { Route: "/cart" } },
          configuration: { metrics: [{ id: "q1", expression: BY_ROUTE, returnData: true, period: 60 }] },
        },
      },
      { detailType: "CloudWatch Alarm Contributor State Change" },
      {
        detailType: "CloudWatch Alarm State Change",
        detail: { state: { value: "ALARM", reason: "2 out of 3 time series evaluated to ALARM" } },
      },
    ]);

    await put(monitoring, "/cart", 500, at(1));
    await put(monitoring, "/pay", 5, at(3));
    await put(monitoring, "/cart", 5, at(5));
    await server.cloud.clock.advance(10 * 60_000);

    const recovered = await monitoring.describeAlarms({});
    expect(recovered.MetricAlarms?.[0]?.StateValue).toBe("OK");
    expect((await monitoring.describeAlarmContributors({ AlarmName: "slow" })).AlarmContributors).toEqual([]);
    const back = await received();
    expect(back.map(({ NewStateValue }) => NewStateValue)).toEqual(["OK", "OK"]);
    const { AlarmHistoryItems } = await monitoring.describeAlarmHistory({
      AlarmName: "slow",
      HistoryItemType: "AlarmContributorStateUpdate",
    });
    expect(AlarmHistoryItems).toHaveLength(4);
  });

  test("without GROUP BY is one series, with one message", async () => {
    await using server = await startTestServer(NOON);
    const { monitoring, TopicArn, received } = await prepare(server);
    const Expression = "SELECT MAX(Latency) FROM Shop";
    await monitoring.putMetricAlarm({
      ...ALARM,
      AlarmActions: [TopicArn],
      Metrics: [{ Id: "q1", Expression, Period: 60 }],
    });
    await put(monitoring, "/pay", 150, at(0));
    await put(monitoring, "/cart", 500, at(0));

    await server.cloud.clock.advance(60_000);

    const messages = await received();
    expect(messages).toHaveLength(1);
    expect(messages[0]).toMatchObject({
      NewStateValue: "ALARM",
      NewStateReason: expect.stringContaining("[500.0 (05/01/26 12:00:00)]"),
    });
    expect(messages[0]).not.toHaveProperty("AlarmContributorId");
  });

  test.each<[string, Partial<PutMetricAlarmInput>, RegExp]>([
    [
      "GROUP BY without ORDER BY",
      { Metrics: [{ Id: "q1", Expression: "SELECT MAX(Latency) FROM Shop GROUP BY Route", Period: 60 }] },
      /needs ORDER BY/,
    ],
    [
      "no period",
      { Metrics: [{ Id: "q1", Expression: "SELECT MAX(Latency) FROM Shop" }] },
      /^Period must not be null$/,
    ],
    [
      "more than three hours",
      {
        EvaluationPeriods: 4,
        Metrics: [{ Id: "q1", Expression: "SELECT MAX(Latency) FROM Shop", Period: 3600 }],
      },
      /more than three hours/,
    ],
    [
      "three hours by the clock on the wall",
      {
        EvaluationPeriods: 3,
        EvaluationWindow: { WallClockWindow: {} },
        Metrics: [{ Id: "q1", Expression: "SELECT MAX(Latency) FROM Shop", Period: 3600 }],
      },
      /\(EvaluationPeriods \+ 1\) \* Period/,
    ],
    [
      "SEARCH",
      { Metrics: [{ Id: "q1", Expression: "SEARCH('{Shop} Latency', 'Sum')", Period: 60 }] },
      /^SEARCH is not supported on Metric Alarms$/,
    ],
    [
      "two queries",
      {
        Metrics: [
          { Id: "q1", Expression: "SELECT MAX(Latency) FROM Shop", Period: 60 },
          { Id: "q2", Expression: "SELECT MIN(Latency) FROM Shop", Period: 60, ReturnData: false },
        ],
      },
      /Only one Metrics Insights query/,
    ],
  ])("is refused with %s", async (_case, change, message) => {
    await using server = await startTestServer(NOON);

    const putAlarm = new CloudWatch(server.client).putMetricAlarm({ ...ALARM, ...change });

    await expect(putAlarm).rejects.toThrow(message);
  });

  test("may span three hours, and two of the clock on the wall (case U0145)", async () => {
    await using server = await startTestServer(NOON);
    const monitoring = new CloudWatch(server.client);
    const Metrics = [{ Id: "q1", Expression: "SELECT MAX(Latency) FROM Shop", Period: 3600 }];

    await monitoring.putMetricAlarm({ ...ALARM, AlarmName: "sliding", Metrics, EvaluationPeriods: 3 });
    await monitoring.putMetricAlarm({
      ...ALARM,
      AlarmName: "wall",
      Metrics,
      EvaluationPeriods: 2,
      EvaluationWindow: { WallClockWindow: {} },
    });

    expect((await monitoring.describeAlarms({})).MetricAlarms).toHaveLength(2);
  });
});

test("a widget draws a line for each series of a query", async () => {
  await using server = await startTestServer(NOON);
  const monitoring = new CloudWatch(server.client);
  for (let minute = -10; minute < 0; minute += 1) {
    await put(monitoring, "/pay", 10 + minute, at(minute));
    await put(monitoring, "/cart", 50, at(minute));
  }

  const { MetricWidgetImage } = await monitoring.getMetricWidgetImage({
    MetricWidget: JSON.stringify({
      metrics: [[{ expression: BY_ROUTE, id: "q1", period: 60 }]],
      start: "-PT15M",
      end: "P0D",
    }),
  });

  expect(Buffer.from(MetricWidgetImage!).subarray(1, 4).toString()).toBe("PNG");
});
