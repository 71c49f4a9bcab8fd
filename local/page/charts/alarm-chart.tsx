import { queriesOf } from "../../services/cloudwatch/alarm-metric-queries.ts";
import { longestPeriod } from "../../services/cloudwatch/condition-text.ts";
import { ALARM_TYPES } from "../model/alarms.ts";
import { callAllPages } from "../model/api.ts";
import type { Alarm, AlarmHistoryItem } from "../model/cloud-types.ts";
import { type LookBack, rangeOf } from "../model/time-range.ts";
import { useQuery } from "../model/use-query.ts";
import { bandsOf } from "./alarm-bands.ts";
import { Chart } from "./chart.tsx";
import { fetchMetricData, periodFor } from "./metric-data.ts";

interface AlarmChartProps extends LookBack {
  readonly alarm: Alarm;
  readonly height?: number;
  readonly table?: boolean;
}

/** What an alarm looks at, its threshold, and the states it was in. */
export function AlarmChart({ alarm, span, to, height = 200, table = true }: AlarmChartProps) {
  const { value, problem } = useQuery(
    `${alarm.AlarmName} ${span} ${to} ${alarm.StateUpdatedTimestamp}`,
    () => load(alarm, { span, to }),
    2_000,
  );
  if (problem !== undefined) return <p class="problem">{problem}</p>;
  if (!value) return <div class="chart-space" style={{ height: `${height}px` }} />;
  const thresholds =
    alarm.Threshold === undefined ? [] : [{ value: alarm.Threshold, label: `threshold ${alarm.Threshold}` }];
  return (
    <Chart
      label={`Chart of ${alarm.AlarmName}`}
      data={value.data}
      range={value.range}
      thresholds={thresholds}
      bands={value.bands}
      height={height}
      table={table}
    />
  );
}

async function load(alarm: Alarm, lookBack: LookBack) {
  const range = rangeOf(lookBack);
  const period = periodFor(range, longestPeriod(alarm));
  const queries = queriesOf(alarm, period);
  const [data, history] = await Promise.all([
    queries.length > 0 ? fetchMetricData(queries, range, period) : { times: [], series: [] },
    fetchHistory(alarm.AlarmName),
  ]);
  return { range, data, bands: bandsOf(alarm, history, range) };
}

/** The newest changes of an alarm, the newest first. */
export function fetchHistory(alarmName: string): Promise<AlarmHistoryItem[]> {
  return callAllPages<AlarmHistoryItem>(
    "monitoring",
    "DescribeAlarmHistory",
    { AlarmName: alarmName, AlarmTypes: [...ALARM_TYPES], MaxRecords: 100 },
    { list: "AlarmHistoryItems", token: "NextToken" },
  );
}
