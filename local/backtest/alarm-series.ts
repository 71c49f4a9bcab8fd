import { GET_METRIC_DATA_MAX_DATAPOINTS } from "cumulog/semantics";
import type { Cloud } from "../kernel/cloud.ts";
import { type ChartedAlarm, queriesOf } from "../services/cloudwatch/alarm-metric-queries.ts";
import { type ChartLine, chartLines } from "../services/cloudwatch/chart-lines.ts";
import { conditionText, type DescribedAlarm, longestPeriod } from "../services/cloudwatch/condition-text.ts";
import type { AlarmInput } from "./alarm-definition.ts";

/** What an alarm looked at over a history. */
export interface AlarmSeries {
  readonly alarmName: string;
  /** Such as `Sum of Errors > 5 in 2 of 3 periods of 1 min`. */
  readonly condition: string;
  readonly description: string | undefined;
  /** Undefined for an alarm on a band, and for a composite alarm. */
  readonly threshold: number | undefined;
  /** Metrics and expressions that are compared, with their values by time; none for a composite alarm. */
  readonly lines: readonly ChartLine[];
}

const MINUTE = 60_000;
/** More columns than a chart has pixels say nothing; each keeps its lowest and its highest value. */
const COLUMNS = 500;

/**
 * Reads what an alarm looked at out of the metrics of a backtest.
 *
 * @param end milliseconds since the epoch, as is `start`
 */
export async function seriesOf(
  cloud: Cloud,
  alarm: AlarmInput,
  { start, end }: { readonly start: number; readonly end: number },
): Promise<AlarmSeries> {
  const described = alarm as unknown as DescribedAlarm &
    ChartedAlarm & { readonly AlarmDescription?: string };
  const period = longestPeriod(described);
  // Values over other periods than the alarm's own cannot be compared with its threshold: only a very long history has them.
  const longer = Math.ceil((end - start) / 1_000 / period / GET_METRIC_DATA_MAX_DATAPOINTS);
  const queries = described.AlarmRule === undefined ? queriesOf(described, period * Math.max(1, longer)) : [];
  return {
    alarmName: alarm.AlarmName,
    condition: conditionText(described),
    description: described.AlarmDescription,
    threshold: described.ThresholdMetricId === undefined ? described.Threshold : undefined,
    lines: (await chartLines(cloud, queries, { start: Math.floor(start / MINUTE) * MINUTE, end })).map(
      ({ label, points }) => ({ label, points: thinned(points, start, end) }),
    ),
  };
}

/** The lowest and the highest point of each column, in order of time. */
function thinned(points: ChartLine["points"], start: number, end: number): ChartLine["points"] {
  if (points.length <= 2 * COLUMNS) return points;
  const columns = Map.groupBy(points, ([time]) => Math.floor(((time - start) / (end - start)) * COLUMNS));
  return [...columns.values()].flatMap((column) => {
    const low = column.reduce((one, other) => (other[1] < one[1] ? other : one));
    const high = column.reduce((one, other) => (other[1] > one[1] ? other : one));
    return low === high ? [low] : [low, high].sort((one, other) => one[0] - other[0]);
  });
}
