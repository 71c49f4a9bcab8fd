import {
  CloudWatch,
  type LogAlarm,
  type PutLogAlarmInput,
  ResourceNotFoundException,
} from "@aws-sdk/client-cloudwatch";
import { CloudWatchLogs } from "@aws-sdk/client-cloudwatch-logs";
import { SNS } from "@aws-sdk/client-sns";
import { SQS } from "@aws-sdk/client-sqs";
import { describe, expect, test } from "vitest";
import corpus from "../../conformance/log-alarms.json" with { type: "json" };
import { patched } from "../../conformance/patched.ts";
import { startTestServer, type TestServer } from "../query/test-server.ts";

const GROUP = "/shop/api";
const ALARM: PutLogAlarmInput = {
  AlarmName: "HighErrorRate",
  ComparisonOperator: "GreaterThanThreshold",
  Threshold: 1,
  QueryResultsToEvaluate: 3,
  QueryResultsToAlarm: 2,
  ScheduledQueryConfiguration: {
    QueryString: "fields @timestamp, @message | filter @message like /ERROR/",
    LogGroupIdentifiers: [GROUP],
    ScheduledQueryRoleARN: "arn:aws:iam::123456789012:role/ScheduledQueryRole",
    AggregationExpression: "count(*)",
    ScheduleConfiguration: { ScheduleExpression: "rate(5 minutes)", StartTimeOffset: 300 },
  },
};

const withQuery = (
  change: Partial<PutLogAlarmInput["ScheduledQueryConfiguration"] & object>,
): PutLogAlarmInput["ScheduledQueryConfiguration"] =>
  ({ ...ALARM.ScheduledQueryConfiguration!, ...change }) as PutLogAlarmInput["ScheduledQueryConfiguration"];

/** A group, a topic with a queue, and clients of everything. */
async function prepare(server: TestServer) {
  const [monitoring, logs] = [new CloudWatch(server.client), new CloudWatchLogs(server.client)];
  const [sns, sqs] = [new SNS(server.client), new SQS(server.client)];
  await logs.createLogGroup({ logGroupName: GROUP });
  await logs.createLogStream({ logGroupName: GROUP, logStreamName: "one" });
  const { TopicArn } = await sns.createTopic({ Name: "alarms" });
  const { QueueUrl } = await sqs.createQueue({ QueueName: "pager" });
  await sns.subscribe({
    TopicArn: TopicArn!,
    Protocol: "sqs",
    Endpoint: "arn:aws:sqs:us-east-1:123456789012:pager",
    Attributes: { RawMessageDelivery: "true" },
  });
  return {
    monitoring,
    logs,
    sns,
    TopicArn: TopicArn!,
    log: (...messages: string[]) =>
      logs.putLogEvents({
        logGroupName: GROUP,
        logStreamName: "one",
        logEvents: messages.map((message) => ({ timestamp: server.cloud.clock.now(), message })),
      }),
    async received(): Promise<Record<string, unknown>[]> {
      const { Messages = [] } = await sqs.receiveMessage({ QueueUrl: QueueUrl!, MaxNumberOfMessages: 10 });
      return Messages.map(({ Body }) => JSON.parse(Body!) as Record<string, unknown>);
    },
    async alarm(): Promise<LogAlarm> {
      const { LogAlarms } = await monitoring.describeAlarms({ AlarmTypes: ["LogAlarm"] });
      return LogAlarms![0]!;
    },
  };
}

describe("a log alarm", () => {
  test("L0152, L0180, L0181, L0183 goes off when M of the last N runs of its query breach, and says so as documented", async () => {
    await using server = await startTestServer();
    const { monitoring, TopicArn, log, received, alarm } = await prepare(server);
    await monitoring.putLogAlarm({ ...ALARM, AlarmActions: [TopicArn], OKActions: [TopicArn] });

    for (const messages of [["ERROR a", "ERROR b"], ["ERROR c", "ERROR d", "ERROR e"], [], []]) {
      await server.cloud.clock.advance("1m");
      if (messages.length > 0) await log(...messages, "INFO fine");
      await server.cloud.clock.advance("4m");
    }

    const messages = await received();
    expect(messages.map(({ OldStateValue, NewStateValue }) => [OldStateValue, NewStateValue])).toEqual([
      ["INSUFFICIENT_DATA", "ALARM"],
      ["ALARM", "OK"],
    ]);
    expect(messages[0]).toMatchObject({
      AlarmName: "HighErrorRate",
      AlarmDescription: null,
      StateChangeTime: "2026-01-05T12:10:00.000+0000",
      NewStateReason:
        "Threshold Crossed: 2 out of the last 3 query results [3.0 (05/01/26 12:10:00), 2.0 (05/01/26 12:05:00)] were greater than the threshold (1.0) (minimum 2 datapoints for OK -> ALARM transition).",
      NewStateReasonData: { threshold: 1, results: [{ status: "COMPLETE", value: 3 }, { value: 2 }] },
      LogGroups: [GROUP],
      QueryString: ALARM.ScheduledQueryConfiguration!.QueryString,
      AggregationExpression: "count(*)",
      AlarmTags: [],
    });
    expect(messages[0]).not.toHaveProperty("Trigger");
    expect(messages[0]).not.toHaveProperty("AlarmContributorId");
    expect(await alarm()).toMatchObject({
      StateValue: "OK",
      TreatMissingData: "missing",
      ActionLogLineCount: 0,
    });
  });

  test("L0172, L0175, L0177, L0179, L0182 judges each contributor on its own, with notifications and history of its own", async () => {
    await using server = await startTestServer();
    const { monitoring, TopicArn, log, received, alarm } = await prepare(server);
    await monitoring.putLogAlarm({
      ...ALARM,
      QueryResultsToEvaluate: 1,
      QueryResultsToAlarm: 1,
      AlarmActions: [TopicArn],
      ScheduledQueryConfiguration: withQuery({
        QueryString: "filter ispresent(service)",
        AggregationExpression: "count(*) by service",
      }),
    });
    await server.cloud.clock.advance("1m");
    await log('{"service":"a"}', '{"service":"a"}', '{"service":"b"}');
    await server.cloud.clock.advance("4m");

    const { AlarmContributors } = await monitoring.describeAlarmContributors({ AlarmName: "HighErrorRate" });
    const { AlarmHistoryItems = [] } = await monitoring.describeAlarmHistory({
      AlarmName: "HighErrorRate",
      AlarmTypes: ["LogAlarm"],
      AlarmContributorId: AlarmContributors![0]!.ContributorId!,
    });

    expect(AlarmContributors).toMatchObject([{ ContributorAttributes: { service: "a" } }]);
    expect(AlarmContributors![0]!.ContributorId!.length).toBeLessThanOrEqual(16);
    expect(await alarm()).toMatchObject({
      StateValue: "ALARM",
      StateReason: "1 out of 2 contributors evaluated to ALARM",
    });
    expect((await received()).map((message) => message["AlarmContributorAttributes"])).toEqual([
      { service: "a" },
    ]);
    expect(AlarmHistoryItems.map(({ HistoryItemType }) => HistoryItemType).sort()).toEqual([
      "AlarmContributorAction",
      "AlarmContributorStateUpdate",
    ]);
  });

  test("L0153, L0170 has a scheduled query that nobody else may change and that goes with it", async () => {
    await using server = await startTestServer();
    const { monitoring, logs, alarm } = await prepare(server);
    await monitoring.putLogAlarm(ALARM);
    const identifier = (await alarm()).ScheduledQueryConfiguration!.QueryARN!;
    const { scheduledQueries } = await logs.listScheduledQueries({ scheduleType: "AWS_MANAGED" });

    const deletion = logs.deleteScheduledQuery({ identifier });

    await expect(deletion).rejects.toMatchObject({ name: "InvalidParameterException" });
    expect(identifier).toMatch(/^arn:aws:logs:us-east-1:123456789012:scheduled-query:[\w-]+$/);
    expect(scheduledQueries).toMatchObject([
      { scheduledQueryArn: identifier, scheduleExpression: "rate(5 minutes)" },
    ]);
    await monitoring.deleteAlarms({ AlarmNames: ["HighErrorRate"] });
    expect((await logs.listScheduledQueries({})).scheduledQueries).toEqual([]);
  });

  test.each([
    ["the threshold", { Threshold: 99 }, "ALARM"],
    ["M", { QueryResultsToAlarm: 1 }, "ALARM"],
    [
      "the query",
      { ScheduledQueryConfiguration: withQuery({ QueryString: "filter 1 = 1" }) },
      "INSUFFICIENT_DATA",
    ],
    [
      "the aggregation",
      { ScheduledQueryConfiguration: withQuery({ AggregationExpression: "max(n)" }) },
      "INSUFFICIENT_DATA",
    ],
    [
      "the schedule",
      {
        ScheduledQueryConfiguration: withQuery({
          ScheduleConfiguration: { ScheduleExpression: "rate(1 minute)", StartTimeOffset: 300 },
        }),
      },
      "INSUFFICIENT_DATA",
    ],
    [
      "the log groups",
      { ScheduledQueryConfiguration: withQuery({ LogGroupIdentifiers: ["/other"] }) },
      "INSUFFICIENT_DATA",
    ],
  ])("L0157 to L0163 is reset or not by an update of %s", async (_what, change, state) => {
    await using server = await startTestServer();
    const { monitoring, alarm } = await prepare(server);
    await monitoring.putLogAlarm(ALARM);
    await monitoring.setAlarmState({ AlarmName: "HighErrorRate", StateValue: "ALARM", StateReason: "test" });

    await monitoring.putLogAlarm({ ...ALARM, ...change });

    expect((await alarm()).StateValue).toBe(state);
  });

  test.each([
    ["an invalid query", { QueryString: "filter (" }, "EVALUATION_ERROR"],
    ["a group that is not there", { LogGroupIdentifiers: ["/nothing"] }, "EVALUATION_ERROR"],
  ])("cannot be evaluated with %s", async (_what, change, evaluationState) => {
    await using server = await startTestServer();
    const { monitoring, alarm } = await prepare(server);
    await monitoring.putLogAlarm({ ...ALARM, ScheduledQueryConfiguration: withQuery(change) });

    await server.cloud.clock.advance("5m");

    expect(await alarm()).toMatchObject({
      StateValue: "INSUFFICIENT_DATA",
      EvaluationState: evaluationState,
    });
  });

  test("L0197, L0198 warms up until it has N results, or for the whole time", async () => {
    await using server = await startTestServer();
    const { monitoring, alarm } = await prepare(server);
    const WarmUpConfiguration = { WarmUpPeriodDurationInMinutes: 60 };
    const states: (string | undefined)[] = [];
    await monitoring.putLogAlarm({ ...ALARM, WarmUpConfiguration });

    for (let run = 0; run < 3; run += 1) {
      await server.cloud.clock.advance("5m");
      const { EvaluationState, StateValue } = await alarm();
      states.push(EvaluationState ?? StateValue);
    }

    expect(states).toEqual(["IN_WARM_UP", "IN_WARM_UP", "OK"]);
  });

  test("L0190 to L0193 carries lines of its query in e-mail, and nowhere else", async () => {
    await using server = await startTestServer();
    const { monitoring, sns, TopicArn, log, received } = await prepare(server);
    await sns.subscribe({ TopicArn, Protocol: "email", Endpoint: "ops@example.com" });
    await monitoring.putLogAlarm({
      ...ALARM,
      QueryResultsToEvaluate: 1,
      QueryResultsToAlarm: 1,
      AlarmActions: [TopicArn],
      ActionLogLineCount: 2,
      ActionLogLineRoleArn: "arn:aws:iam::123456789012:role/LogLines",
    });
    await server.cloud.clock.advance("1m");
    await log("ERROR 1", "ERROR 2", "ERROR 3");

    await server.cloud.clock.advance("4m");

    const [queued] = await received();
    const mail = server.inbox.list().find(({ subject }) => subject?.startsWith("ALARM"));
    expect(queued).not.toHaveProperty("LogLines");
    expect(JSON.parse(mail!.body)).toMatchObject({
      AlarmName: "HighErrorRate",
      LogLines: ["ERROR 3", "ERROR 2"],
    });
  });

  test("keeps its results across a restart of nothing else than time: only the last N count", async () => {
    await using server = await startTestServer();
    const { monitoring, log, alarm } = await prepare(server);
    await monitoring.putLogAlarm(ALARM);
    for (let run = 0; run < 2; run += 1) {
      await log("ERROR 1", "ERROR 2");
      await server.cloud.clock.advance("5m");
    }
    const before = (await alarm()).StateValue;

    await server.cloud.clock.advance("10m");

    expect([before, (await alarm()).StateValue]).toEqual(["ALARM", "OK"]);
  });
});

describe("describing alarms", () => {
  test("L0168, L0176 leaves log alarms out unless they are asked for", async () => {
    await using server = await startTestServer();
    const { monitoring } = await prepare(server);
    await monitoring.putLogAlarm(ALARM);

    const plain = await monitoring.describeAlarms({});
    const history = await monitoring.describeAlarmHistory({ AlarmName: "HighErrorRate" });

    expect([plain.MetricAlarms, plain.LogAlarms]).toEqual([[], []]);
    expect(history.AlarmHistoryItems).toEqual([]);
  });

  test("L0173 knows no contributors of an alarm that is not there", async () => {
    await using server = await startTestServer();
    const { monitoring } = await prepare(server);

    const found = monitoring.describeAlarmContributors({ AlarmName: "nothing" });

    await expect(found).rejects.toBeInstanceOf(ResourceNotFoundException);
  });

  test("L0166 refuses a log alarm with the name of another alarm", async () => {
    await using server = await startTestServer();
    const { monitoring } = await prepare(server);
    await monitoring.putCompositeAlarm({ AlarmName: "HighErrorRate", AlarmRule: "TRUE" });

    const put = monitoring.putLogAlarm(ALARM);

    await expect(put).rejects.toMatchObject({ $metadata: { httpStatusCode: 409 } });
  });
});

describe("PutLogAlarm over the wire", () => {
  const cases = corpus.cases.filter(({ kind, tier }) => kind === "validation" && tier === 1);

  test.each(cases)("$id $name", async ({ patch, expect: expected }) => {
    await using server = await startTestServer();
    const { monitoring } = await prepare(server);
    const input = patched(corpus.base, patch as Record<string, unknown>) as unknown as PutLogAlarmInput;

    const put = monitoring.putLogAlarm(input);

    if ((expected as { outcome: string }).outcome === "accepted") await put;
    else
      await expect(put).rejects.toMatchObject({
        Error: { Code: "ValidationError" },
        $metadata: { httpStatusCode: 400 },
      });
  });
});
