import { computeStatistic, GET_METRIC_STATISTICS_MAX_DATAPOINTS } from "cumulog/semantics";
import type { Cloud, Operations } from "../../kernel/cloud.ts";
import type { MetricStore } from "./metric-store.ts";
import { checkPeriod, checkStatistic, STATISTICS } from "./put-metric-alarm.ts";
import { DIMENSIONS } from "./shapes.ts";
import { readTimeRange } from "./time-range.ts";
import {
  checkMembers,
  checkUnit,
  type Dimension,
  invalidCombination,
  readDimensions,
  seconds,
  type Timestamp,
} from "./validation.ts";

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

/** GetMetricStatistics: the statistics of one metric by period and unit. */
export function getMetricStatisticsOperation(cloud: Cloud, store: MetricStore): Operations {
  return {
    GetMetricStatistics(input: GetMetricStatisticsInput) {
      check(input);
      const range = readTimeRange(input, input.Period, cloud.clock.now());
      const period = input.Period * 1_000;
      const count = Math.ceil((range.end - range.start) / period);
      if (count > GET_METRIC_STATISTICS_MAX_DATAPOINTS)
        throw invalidCombination(
          `You have requested up to ${count.toLocaleString("en")} datapoints, which exceeds the limit of 1,440. You may reduce the datapoints requested by increasing Period, or decreasing the time range.`,
        );
      const series = store.find({
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
            ...Object.fromEntries(
              (input.Statistics ?? []).map((name) => [name, computeStatistic(name, set)]),
            ),
            ...(extended.length > 0 && { ExtendedStatistics: Object.fromEntries(extended) }),
            Unit,
          };
        });
      });
      return {
        Label: input.MetricName,
        Datapoints: Datapoints.sort((one, other) => one.Timestamp - other.Timestamp),
      };
    },
  };
}

function check(input: GetMetricStatisticsInput): void {
  checkMembers(input, {
    Namespace: { type: "string", minimum: 1, maximum: 255, pattern: "[^:].*", required: true },
    MetricName: { type: "string", minimum: 1, maximum: 255, required: true },
    Period: { type: "integer", minimum: 1, required: true },
    Dimensions: DIMENSIONS,
    Statistics: { type: "list", minimum: 1, maximum: 5, of: { type: "string", values: STATISTICS } },
    ExtendedStatistics: { type: "list", minimum: 1, maximum: 10, of: { type: "string" } },
  });
  if (!input.Statistics?.length && !input.ExtendedStatistics?.length)
    throw invalidCombination("Must specify either Statistics or ExtendedStatistics");
  if (input.Statistics?.length && input.ExtendedStatistics?.length)
    throw invalidCombination("Statistics and ExtendedStatistics cannot be specified together.");
  for (const name of input.ExtendedStatistics ?? []) checkStatistic(name);
  if (input.Period !== 1 && input.Period !== 5) checkPeriod(input.Period);
  checkUnit(input.Unit);
}
