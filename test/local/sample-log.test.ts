import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { CloudWatch } from "@aws-sdk/client-cloudwatch";
import { CloudWatchLogs } from "@aws-sdk/client-cloudwatch-logs";
import { expect, test } from "vitest";
import { LocalCloud } from "../../local/index.ts";

const run = promisify(execFile);
const SAMPLE = process.env["CUMULOG_SAMPLE_LOG"];
const MAIN = join(import.meta.dirname, "../../cli/main.ts");
const ROOT = join(import.meta.dirname, "../..");
const GROUP = "/web/access";
const START = Date.UTC(2015, 4, 17, 10);
const END = Date.UTC(2015, 4, 21);

/** Prints status, day, hour and minute with the number of requests. */
const COUNT_BY_MINUTE =
  '{ split($4, at, /[[\\/:]/); n[$9 " " at[2] " " at[5] ":" at[6]]++ } END { for (key in n) print key, n[key] }';

async function countsOfAwk(file: string): Promise<Map<string, number>> {
  const { stdout } = await run("awk", [COUNT_BY_MINUTE, file]);
  return new Map(
    stdout
      .trim()
      .split("\n")
      .map((line) => {
        const [status, day, minute, count] = line.split(" ");
        return [`${status} 2015-05-${day}T${minute}`, Number(count)] as const;
      }),
  );
}

async function countsOfCloud(metrics: CloudWatch): Promise<Map<string, number>> {
  const { Metrics = [] } = await metrics.listMetrics({ Namespace: "Web", MetricName: "Requests" });
  const counts = new Map<string, number>();
  for (const Metric of Metrics) {
    const status = Metric.Dimensions![0]!.Value!;
    const { MetricDataResults } = await metrics.getMetricData({
      StartTime: new Date(START),
      EndTime: new Date(END),
      MetricDataQueries: [{ Id: "m", MetricStat: { Metric, Period: 60, Stat: "SampleCount" } }],
    });
    const [{ Timestamps = [], Values = [] } = {}] = MetricDataResults ?? [];
    for (const [index, time] of Timestamps.entries())
      counts.set(`${status} ${time.toISOString().slice(0, 16)}`, Values[index]!);
  }
  return counts;
}

test.skipIf(!SAMPLE)(
  "a real log gives the minute counts that awk gives, by status, and sets the alarm off on its server errors (skipped without CUMULOG_SAMPLE_LOG)",
  async () => {
    const cloud = await LocalCloud.start({ clock: { start: START, speed: 0 }, googlePort: false });
    const settings = {
      endpoint: cloud.endpoints.aws,
      region: "us-east-1",
      credentials: { accessKeyId: "local", secretAccessKey: "local" },
    };
    const logs = new CloudWatchLogs(settings);
    const metrics = new CloudWatch(settings);
    await logs.createLogGroup({ logGroupName: GROUP });
    await logs.putMetricFilter({
      logGroupName: GROUP,
      filterName: "requests",
      filterPattern: "[address, identity, user, time, request, status, bytes, referrer, agent]",
      metricTransformations: [
        {
          metricNamespace: "Web",
          metricName: "Requests",
          metricValue: "1",
          dimensions: { Status: "$status" },
        },
      ],
    });
    await metrics.putMetricAlarm({
      AlarmName: "server-errors",
      Namespace: "Web",
      MetricName: "Requests",
      Dimensions: [{ Name: "Status", Value: "500" }],
      Statistic: "Sum",
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 1,
      ComparisonOperator: "GreaterThanOrEqualToThreshold",
      TreatMissingData: "notBreaching",
    });

    const command = [
      "replay",
      SAMPLE!,
      "--group",
      GROUP,
      "--stream",
      "host",
      "--endpoint",
      settings.endpoint,
    ];
    await run(process.execPath, [MAIN, ...command, "--json"], { cwd: ROOT });
    await cloud.clock.advance("5m");
    const expected = await countsOfAwk(SAMPLE!);
    const found = await countsOfCloud(metrics);
    const { AlarmHistoryItems } = await metrics.describeAlarmHistory({
      HistoryItemType: "StateUpdate",
      ScanBy: "TimestampAscending",
    });
    const alarms = AlarmHistoryItems!.filter(({ HistorySummary }) => HistorySummary!.endsWith("to ALARM"));
    await cloud.stop();

    expect(found.size).toBeGreaterThan(100);
    expect(Object.fromEntries([...found].sort())).toEqual(Object.fromEntries([...expected].sort()));
    const minutes = [...expected.keys()]
      .filter((key) => key.startsWith("500 "))
      .map((key) => Date.parse(`${key.slice(4)}:00Z`) + 60_000)
      .sort((one, other) => one - other);
    expect(alarms.map(({ Timestamp }) => Timestamp!.getTime())).toEqual(minutes);
  },
  120_000,
);
