import { CloudWatch } from "@aws-sdk/client-cloudwatch";
import { CloudWatchLogs } from "@aws-sdk/client-cloudwatch-logs";

export const GROUPS = 200;
export const STREAM = "stream";

export const groupName = (group: number): string => `group-${group}`;

/** Two hundred groups, five hundred metric filters, ten of them on the first group, and two hundred alarms. */
export async function prepareStack(endpoint: string): Promise<void> {
  const settings = {
    endpoint,
    region: "us-east-1",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
  };
  const logs = new CloudWatchLogs(settings);
  const metrics = new CloudWatch(settings);
  for (let group = 0; group < GROUPS; group += 1) {
    const logGroupName = groupName(group);
    await logs.createLogGroup({ logGroupName });
    await logs.createLogStream({ logGroupName, logStreamName: STREAM });
    const filters = group === 0 ? 10 : group <= 92 ? 3 : 2;
    for (let filter = 0; filter < filters; filter += 1)
      await logs.putMetricFilter({
        logGroupName,
        filterName: `filter-${filter}`,
        filterPattern:
          filter % 2 === 0
            ? `{ $.status = ${500 + filter} && $.path = "/api/*" }`
            : `{ $.latency > ${filter * 10} }`,
        metricTransformations: [
          { metricName: `m-${group}-${filter}`, metricNamespace: "bench", metricValue: "1" },
        ],
      });
    await metrics.putMetricAlarm({
      AlarmName: `alarm-${group}`,
      Namespace: "bench",
      MetricName: `m-${group}-0`,
      Statistic: "Sum",
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 1_000_000,
      ComparisonOperator: "GreaterThanThreshold",
    });
  }
  logs.destroy();
  metrics.destroy();
}
