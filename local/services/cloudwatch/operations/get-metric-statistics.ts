import { computeStatistic, GET_METRIC_STATISTICS_MAX_DATAPOINTS } from "cumulog/semantics";
import type { Call } from "#kernel/cloud.ts";
import type { STATISTICS } from "../put-metric-alarm.ts";
import { checkPeriod, checkStatistic } from "../query-checks.ts";
import type { CloudWatch } from "../state.ts";
import { readTimeRange } from "../time-range.ts";
import {
  checkUnit,
  type Dimension,
  invalidCombination,
  readDimensions,
  readTimestamp,
  seconds,
  type Timestamp,
} from "../validation.ts";

interface GetMetricStatisticsInput {
  readonly Namespace: string;
  readonly MetricName: string;
  readonly Dimensions?: readonly Dimension[];
  readonly StartTime: Timestamp;
  readonly EndTime: Timestamp;
  readonly Period: number;
  readonly Statistics?: readonly (typeof STATISTICS)[number][];
  readonly ExtendedStatistics?: readonly string[];
  readonly Unit?: string;
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricStatistics.html */
export function getMetricStatistics(
  input: GetMetricStatisticsInput,
  { state: { metrics }, cloud }: Call<CloudWatch>,
) {
  check(input);
  const range = readTimeRange(input, input.Period, cloud.clock.now());
  const period = input.Period * 1_000;
  // The range begins with a whole minute; what was asked for may not.
  const asked = range.end - Math.floor(readTimestamp(input.StartTime, "StartTime") / 1_000) * 1_000;
  const count = Math.ceil(asked / period);
  if (count > GET_METRIC_STATISTICS_MAX_DATAPOINTS)
    throw invalidCombination(
      `You have requested up to ${count} datapoints, which exceeds the limit of ${GET_METRIC_STATISTICS_MAX_DATAPOINTS}. You may reduce the datapoints requested by increasing Period, or decreasing the time range.`,
    );
  const series = metrics.find({
    namespace: input.Namespace,
    metricName: input.MetricName,
    dimensions: readDimensions(input.Dimensions),
  });
  const units = (series?.units() ?? []).filter((unit) => input.Unit === undefined || unit === input.Unit);
  const Datapoints = units.flatMap((Unit) => {
    const sets = series!.read({ ...range, period, origin: range.start, unit: Unit });
    return [...sets].map(([time, set]) => {
      const extended = (input.ExtendedStatistics ?? []).flatMap((name) => {
        const value = computeStatistic(name, set);
        return value === undefined ? [] : [[name, value] as const];
      });
      return {
        Timestamp: seconds(time),
        ...Object.fromEntries((input.Statistics ?? []).map((name) => [name, computeStatistic(name, set)])),
        ...(extended.length > 0 && { ExtendedStatistics: Object.fromEntries(extended) }),
        Unit,
      };
    });
  });
  return {
    Label: input.MetricName,
    Datapoints: Datapoints.sort((one, other) => one.Timestamp - other.Timestamp),
  };
}

function check(input: GetMetricStatisticsInput): void {
  if (!input.Statistics?.length && !input.ExtendedStatistics?.length)
    throw invalidCombination("Must specify either Statistics or ExtendedStatistics");
  if (input.Statistics?.length && input.ExtendedStatistics?.length)
    throw invalidCombination("Statistics and ExtendedStatistics cannot be specified together.");
  for (const name of input.ExtendedStatistics ?? []) checkStatistic(name);
  if (input.Period !== 1 && input.Period !== 5) checkPeriod(input.Period);
  checkUnit(input.Unit);
}
