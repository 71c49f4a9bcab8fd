import { alarmList } from "../model/alarms.ts";
import type { Alarm, Metric } from "../model/cloud-types.ts";
import { link } from "../model/hash-route.ts";
import { useStore } from "../model/store.ts";
import { type LookBack, rangeOf } from "../model/time-range.ts";
import { useQuery } from "../model/use-query.ts";
import { bandsOf } from "./alarm-bands.ts";
import { fetchHistory } from "./alarm-chart.tsx";
import { Chart } from "./chart.tsx";
import { fetchMetricData, periodFor } from "./metric-data.ts";

interface MetricChartProps extends LookBack {
  /** Of one name, with different dimensions. */
  readonly metrics: readonly Metric[];
  readonly stat: string;
  /** Seconds. */
  readonly period: number;
}

const MOST_SERIES = 10;

/** One metric, a line for each set of dimensions, with the thresholds of its alarms and the states of the first. */
export function MetricChart({ metrics, stat, period, span, to }: MetricChartProps) {
  const { alarms } = useStore(alarmList);
  const [first] = metrics;
  const shown = metrics.slice(0, MOST_SERIES);
  const watching = alarms.filter((alarm) => watches(alarm, first!));
  const states = watching.map(({ AlarmName, StateValue }) => `${AlarmName} ${StateValue}`).join();
  const { value, problem } = useQuery(
    JSON.stringify([shown, stat, period, span, to, states]),
    () => load(shown, stat, period, { span, to }, watching[0]),
    2_000,
  );
  const title = `${first!.Namespace} ${first!.MetricName}`;
  return (
    <section class="panel" aria-label={title}>
      <h2>
        {first!.MetricName} <span class="dim">{first!.Namespace}</span>
      </h2>
      <p class="links">
        {watching.map(({ AlarmName }) => (
          <a key={AlarmName} href={link("alarms", AlarmName)}>
            Alarm {AlarmName}
          </a>
        ))}
        {metrics.length > MOST_SERIES && (
          <span class="dim">
            {MOST_SERIES} of {metrics.length} sets of dimensions
          </span>
        )}
      </p>
      {problem && <p class="problem">{problem}</p>}
      {value && (
        <Chart
          label={`${stat} of ${title}`}
          data={value.data}
          range={value.range}
          bands={value.bands}
          thresholds={watching.flatMap(({ AlarmName, Threshold }) =>
            Threshold === undefined ? [] : [{ value: Threshold, label: `${AlarmName}: ${Threshold}` }],
          )}
        />
      )}
    </section>
  );
}

async function load(
  metrics: readonly Metric[],
  stat: string,
  wantedPeriod: number,
  lookBack: LookBack,
  alarm: Alarm | undefined,
) {
  const range = rangeOf(lookBack);
  const period = periodFor(range, wantedPeriod);
  const queries = metrics.map(({ Namespace, MetricName, Dimensions = [] }, index) => ({
    Id: `m${index}`,
    Label: Dimensions.map(({ Name, Value }) => `${Name}=${Value}`).join(" ") || MetricName,
    MetricStat: { Metric: { Namespace, MetricName, Dimensions }, Period: period, Stat: stat },
  }));
  const [data, history] = await Promise.all([
    fetchMetricData(queries, range, period),
    alarm ? fetchHistory(alarm.AlarmName) : [],
  ]);
  return { data, range, bands: alarm ? bandsOf(alarm, history, range) : [] };
}

function watches(alarm: Alarm, { Namespace, MetricName }: Metric): boolean {
  if (alarm.Namespace === Namespace && alarm.MetricName === MetricName) return true;
  return (alarm.Metrics ?? []).some(
    ({ MetricStat }) =>
      MetricStat?.Metric.Namespace === Namespace && MetricStat.Metric.MetricName === MetricName,
  );
}
