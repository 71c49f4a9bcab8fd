import {
  CloudWatchClient,
  PutCompositeAlarmCommand,
  type PutCompositeAlarmCommandInput,
  PutMetricAlarmCommand,
  type PutMetricAlarmCommandInput,
  paginateDescribeAlarmHistory,
} from "@aws-sdk/client-cloudwatch";
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  PutLogEventsCommand,
  PutMetricFilterCommand,
  type PutMetricFilterCommandInput,
  PutRetentionPolicyCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type HistoryEvent, readLog } from "../../lib/analysis/lines/read-log.ts";
import type { AlarmSet } from "../../local/backtest/alarm-definition.ts";
import { runBacktest } from "../../local/backtest/backtest.ts";
import { LocalCloud } from "../../local/index.ts";

const MINUTE = 60_000;
const GROUP = "/web/access";
const FIELDS = "[ip, identity, user, time, request, status";

const filter = (
  filterName: string,
  filterPattern: string,
  transformation: Record<string, unknown> = {},
): AlarmSet["filters"][number] => ({
  filterName,
  filterPattern,
  metricTransformations: [
    { metricName: filterName, metricNamespace: "Web", metricValue: "1", ...transformation },
  ],
});

const alarm = (AlarmName: string, MetricName: string, members: Record<string, unknown>) => ({
  AlarmName,
  Namespace: "Web",
  MetricName,
  Statistic: "Sum",
  Period: 300,
  EvaluationPeriods: 1,
  Threshold: 0,
  ComparisonOperator: "GreaterThanThreshold",
  ...members,
});

/** One alarm for each thing that decides when an alarm changes. */
const set: AlarmSet = {
  filters: [
    filter("NotFound", `${FIELDS} = 404, ...]`, { defaultValue: 0 }),
    filter("Sparse", `${FIELDS} = 404, ...]`),
    filter("Bytes", `${FIELDS}, bytes, ...]`, { metricValue: "$bytes", unit: "Bytes" }),
    filter("ByStatus", `${FIELDS}, ...]`, { dimensions: { status: "$status" } }),
    {
      ...filter("OfAccount", `${FIELDS} = 404, ...]`),
      emitSystemFieldDimensions: ["@aws.account"],
    },
  ],
  alarms: [
    alarm("two-of-three", "NotFound", { EvaluationPeriods: 3, DatapointsToAlarm: 2, Threshold: 1 }),
    alarm("ten-seconds", "NotFound", { Period: 10, TreatMissingData: "notBreaching" }),
    alarm("average", "NotFound", { Statistic: "Average", Period: 60, Threshold: 0.5 }),
    ...["missing", "ignore", "breaching", "notBreaching"].map((TreatMissingData) =>
      alarm(`sparse-${TreatMissingData}`, "Sparse", { TreatMissingData, EvaluationPeriods: 2 }),
    ),
    alarm("large", "Bytes", { Statistic: undefined, ExtendedStatistic: "p90", Threshold: 300_000 }),
    alarm("few-samples", "Bytes", {
      Statistic: undefined,
      ExtendedStatistic: "p70",
      EvaluateLowSampleCountPercentile: "ignore",
      Threshold: 100_000,
    }),
    alarm("redirects", "ByStatus", { Dimensions: [{ Name: "status", Value: "301" }], Period: 60 }),
    alarm("quiet", "ByStatus", {
      Dimensions: [{ Name: "status", Value: "200" }],
      Period: 3_600,
      Threshold: 100,
      ComparisonOperator: "LessThanThreshold",
      TreatMissingData: "breaching",
    }),
    alarm("of-account", "OfAccount", { Dimensions: [{ Name: "@aws.account", Value: "123456789012" }] }),
    {
      AlarmName: "share",
      EvaluationPeriods: 2,
      Threshold: 0.05,
      ComparisonOperator: "GreaterThanOrEqualToThreshold",
      Metrics: [
        { Id: "share", Expression: "missing / all", ReturnData: true },
        ...[
          ["missing", "NotFound", "Sum"],
          ["all", "Bytes", "SampleCount"],
        ].map(([Id, MetricName, Stat]) => ({
          Id,
          ReturnData: false,
          MetricStat: { Metric: { Namespace: "Web", MetricName }, Period: 600, Stat },
        })),
      ],
    },
    {
      AlarmName: "any-status",
      EvaluationPeriods: 1,
      Threshold: 20,
      ComparisonOperator: "GreaterThanThreshold",
      TreatMissingData: "notBreaching",
      Metrics: [
        {
          Id: "q1",
          Expression: "SELECT COUNT(ByStatus) FROM SCHEMA(Web, status) GROUP BY status ORDER BY COUNT() DESC",
          Period: 300,
        },
      ],
    },
    alarm("by-the-hour", "NotFound", {
      Period: 3_600,
      EvaluationWindow: { WallClockWindow: { Timezone: "Asia/Kolkata" } },
    }),
    {
      AlarmName: "both",
      AlarmRule: 'ALARM("two-of-three") AND (ALARM("redirects") OR NOT OK("sparse-missing"))',
    },
  ],
};

/** Changes as `time alarm from → to`; of one instant in the order of their names. */
const sorted = (changes: readonly string[]): string[] => [...changes].sort();

async function backtested(events: readonly HistoryEvent[]): Promise<string[]> {
  const { alarms } = await runBacktest(set, events);
  return sorted(
    alarms.flatMap(({ transitions }) =>
      transitions.map(
        ({ timestamp, alarmName, from, to }) =>
          `${new Date(timestamp).toISOString()} ${alarmName} ${from} to ${to}`,
      ),
    ),
  );
}

/** The same filters and alarms in a cloud of their own, made and fed through the SDK, on a clock that follows the lines. */
async function replayed(events: readonly HistoryEvent[]): Promise<string[]> {
  const minuteOf = ({ timestamp }: HistoryEvent) => Math.floor(timestamp / MINUTE) * MINUTE;
  const cloud = await LocalCloud.start({ clock: { speed: 0, start: minuteOf(events[0]!) } });
  const configuration = {
    endpoint: cloud.endpoints.aws,
    region: "us-east-1",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
  };
  const [logs, monitoring] = [new CloudWatchLogsClient(configuration), new CloudWatchClient(configuration)];
  try {
    await deploy(logs, monitoring);
    for (let from = 0, index = 1; index <= events.length; index++) {
      if (
        index < events.length &&
        index - from < 1_000 &&
        minuteOf(events[index]!) === minuteOf(events[from]!)
      )
        continue;
      await cloud.clock.advanceTo(events[from]!.timestamp);
      await logs.send(
        new PutLogEventsCommand({
          logGroupName: GROUP,
          logStreamName: "host",
          logEvents: events.slice(from, index),
        }),
      );
      from = index;
    }
    await cloud.clock.advanceTo(minuteOf(events.at(-1)!) + 6 * 3_600_000);
    return await history(monitoring);
  } finally {
    logs.destroy();
    monitoring.destroy();
    await cloud.stop();
  }
}

async function deploy(logs: CloudWatchLogsClient, monitoring: CloudWatchClient): Promise<void> {
  await logs.send(new CreateLogGroupCommand({ logGroupName: GROUP }));
  await logs.send(new PutRetentionPolicyCommand({ logGroupName: GROUP, retentionInDays: 3653 }));
  await logs.send(new CreateLogStreamCommand({ logGroupName: GROUP, logStreamName: "host" }));
  for (const one of set.filters)
    await logs.send(
      new PutMetricFilterCommand({ logGroupName: GROUP, ...one } as unknown as PutMetricFilterCommandInput),
    );
  for (const one of set.alarms)
    if ("AlarmRule" in one)
      await monitoring.send(new PutCompositeAlarmCommand(one as unknown as PutCompositeAlarmCommandInput));
    else await monitoring.send(new PutMetricAlarmCommand(one as unknown as PutMetricAlarmCommandInput));
}

async function history(monitoring: CloudWatchClient): Promise<string[]> {
  const changes: string[] = [];
  for await (const { AlarmHistoryItems = [] } of paginateDescribeAlarmHistory(
    { client: monitoring },
    { HistoryItemType: "StateUpdate", AlarmTypes: ["MetricAlarm", "CompositeAlarm"] },
  ))
    for (const { Timestamp, AlarmName, HistorySummary } of AlarmHistoryItems)
      changes.push(
        `${Timestamp!.toISOString()} ${AlarmName} ${HistorySummary!.replace("Alarm updated from ", "")}`,
      );
  return sorted(changes);
}

describe("a backtest changes every alarm when the local cloud does", () => {
  test("for random access logs", async () => {
    const line = fc.record({
      gap: fc.oneof({ weight: 8, arbitrary: fc.nat(90_000) }, { weight: 1, arbitrary: fc.nat(5_400_000) }),
      status: fc.constantFrom(200, 200, 301, 404, 503),
      bytes: fc.oneof(fc.constant("-"), fc.nat(2_000_000)),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(line, { minLength: 1, maxLength: 60 }), async (lines) => {
        let timestamp = Date.UTC(2026, 0, 1, 12);
        const events = lines.map(({ gap, status, bytes }) => {
          timestamp += gap;
          return { timestamp, message: `192.0.2.1 - - [time] "GET /" ${status} ${bytes} "-" "agent"` };
        });

        const [here, there] = [await backtested(events), await replayed(events)];

        expect(here).toEqual(there);
      }),
      { numRuns: 12, endOnFailure: true },
    );
  }, 120_000);

  test.skipIf(!process.env["CUMULOG_SAMPLE_LOG"])(
    "for a real access log (skipped without CUMULOG_SAMPLE_LOG)",
    async () => {
      const events: HistoryEvent[] = [];
      for await (const batch of readLog([process.env["CUMULOG_SAMPLE_LOG"]!])) events.push(...batch);
      events.sort((left, right) => left.timestamp - right.timestamp);

      const [here, there] = [await backtested(events), await replayed(events)];

      expect(here).toEqual(there);
      const changed = new Set(here.map((change) => change.split(" ")[1]));
      expect([...changed].sort()).toEqual(set.alarms.map(({ AlarmName }) => AlarmName).sort());
    },
    120_000,
  );
});
