import type { SignalResources } from "./signal.ts";

/**
 * Prices in dollars in us-east-1 beyond the free tier, read on 2026-11-25.
 *
 * https://aws.amazon.com/cloudwatch/pricing/ and, for log alarms,
 * https://dev.classmethod.jp/articles/cloudwatch-log-based-alarm-putlogalarm-try/
 */
export const PRICES = {
  readOn: "2026-11-25",
  region: "us-east-1",
  /** A custom metric and month, of the first 10,000. */
  customMetric: 0.3,
  /** An alarm and month, for each metric that it looks at. */
  alarmMetric: 0.1,
  /** An anomaly detection alarm counts as this many. */
  anomalyAlarmMetrics: 3,
  /** An alarm with windows under a minute, for each metric. */
  highResolutionAlarmMetric: 0.3,
  compositeAlarm: 0.5,
  logAlarm: 0.1,
  /** A GB that a scheduled query scans. */
  scannedGigabyte: 0.005,
} as const;

/** Days that a month has in these figures. */
export const MONTH_DAYS = 30;

/** What the resources of a signal cost in a month. */
export interface SignalCost {
  /** Dollars. */
  readonly monthly: number;
  /** Each part: what, how many, dollars. */
  readonly parts: readonly { readonly what: string; readonly count: number; readonly monthly: number }[];
}

/**
 * What the resources of a signal cost in a month.
 *
 * @param dimensionValues how many different sets of dimension values there are, each a metric that costs
 * @param bytesPerDay how much the log group takes in, which scheduled queries scan
 */
export function signalCost(
  { metricFilters, metricAlarms, compositeAlarms, logAlarms }: SignalResources,
  {
    dimensionValues = 1,
    bytesPerDay = 0,
  }: { readonly dimensionValues?: number; readonly bytesPerDay?: number },
): SignalCost {
  const transformations = metricFilters.flatMap((filter) => filter.metricTransformations);
  const metrics = transformations.reduce(
    (sum, { dimensions }) => sum + (dimensions === undefined ? 1 : dimensionValues),
    0,
  );
  let standard = 0;
  let fine = 0;
  for (const { Metrics, Period, ThresholdMetricId } of metricAlarms) {
    const stats = Metrics?.flatMap(({ MetricStat }) => MetricStat ?? []) ?? [];
    const count = ThresholdMetricId === undefined ? Math.max(1, stats.length) : PRICES.anomalyAlarmMetrics;
    if ((Period ?? stats[0]?.Period ?? 60) < 60) fine += count;
    else standard += count;
  }
  const scanned = logAlarms.reduce((sum, { ScheduledQueryConfiguration: query }) => {
    const { StartTimeOffset, EndTimeOffset = 0 } = query.ScheduleConfiguration;
    const runsPerDay = 86_400 / StartTimeOffset;
    const share = (StartTimeOffset - EndTimeOffset) / 86_400;
    return sum + runsPerDay * share * bytesPerDay * MONTH_DAYS;
  }, 0);
  const part = (what: string, count: number, price: number) => ({ what, count, monthly: count * price });
  const parts = [
    part("custom metrics", metrics, PRICES.customMetric),
    part("metrics that alarms look at", standard, PRICES.alarmMetric),
    part("metrics that high-resolution alarms look at", fine, PRICES.highResolutionAlarmMetric),
    part("composite alarms", compositeAlarms.length, PRICES.compositeAlarm),
    part("log alarms", logAlarms.length, PRICES.logAlarm),
    part("GB scanned by queries", scanned / 1e9, PRICES.scannedGigabyte),
  ].filter(({ count }) => count > 0);
  return { monthly: parts.reduce((sum, { monthly }) => sum + monthly, 0), parts };
}
