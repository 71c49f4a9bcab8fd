import { MetricChart } from "../charts/metric-chart.tsx";
import { Empty } from "../components/empty.tsx";
import { NewestEventHint } from "../components/newest-event-hint.tsx";
import { SpanSelect } from "../components/span-select.tsx";
import { callAllPages } from "../model/api.ts";
import type { Metric } from "../model/cloud-types.ts";
import { type HashRoute, link, replaceQuery } from "../model/hash-route.ts";
import { lookBackOf } from "../model/time-range.ts";
import { useQuery } from "../model/use-query.ts";

const STATISTICS = ["Sum", "Average", "Minimum", "Maximum", "SampleCount", "p50", "p90", "p99"];
const PERIODS = [60, 300, 900, 3_600, 86_400];

/** Every metric by namespace; those that are chosen as charts with the thresholds and states of their alarms. */
export function MetricsView({ route }: { route: HashRoute }) {
  const { namespace, metric, stat = "Sum", period = "60", search = "" } = route.query;
  const range = lookBackOf(route.query, 3_600_000);
  const {
    value: metrics = [],
    problem,
    loading,
  } = useQuery(
    "metrics",
    () => callAllPages<Metric>("monitoring", "ListMetrics", {}, { list: "Metrics", token: "NextToken" }),
    3_000,
  );
  const named = metrics.filter((one) =>
    `${one.Namespace} ${one.MetricName} ${dimensionText(one)}`.toLowerCase().includes(search.toLowerCase()),
  );
  const names = [...new Map(named.map((one) => [`${one.Namespace}\n${one.MetricName}`, one])).values()];
  const chosen = metrics.filter(
    (one) =>
      (namespace === undefined || one.Namespace === namespace) &&
      (metric === undefined || one.MetricName === metric),
  );
  return (
    <div class="metrics">
      <div class="panel metric-list">
        <div class="field">
          <label for="metric-search">Find a metric</label>
          <input
            id="metric-search"
            type="search"
            value={search}
            onInput={(event) => replaceQuery({ search: event.currentTarget.value })}
          />
        </div>
        {names.length === 0 && (
          <Empty problem={problem}>{loading ? "Loading …" : "There are no metrics."}</Empty>
        )}
        <ul>
          {names.map((one) => {
            const current = one.Namespace === namespace && one.MetricName === metric;
            const query = { ...route.query, namespace: one.Namespace, metric: one.MetricName };
            return (
              <li key={`${one.Namespace} ${one.MetricName}`}>
                <a href={link("metrics", undefined, query)} aria-current={current ? "true" : undefined}>
                  <span class="dim">{one.Namespace}</span> {one.MetricName}
                </a>
              </li>
            );
          })}
        </ul>
      </div>
      <div>
        <div class="toolbar">
          <SpanSelect
            id="metric-span"
            value={range.span}
            onChange={(next) => replaceQuery({ span: String(next) })}
          />
          <Choice
            id="metric-stat"
            label="Statistic"
            value={stat}
            options={STATISTICS}
            onChange={(next) => replaceQuery({ stat: next })}
          />
          <Choice
            id="metric-period"
            label="Period"
            value={period}
            options={PERIODS.map(String)}
            name={(seconds) => `${Number(seconds) / 60} min`}
            onChange={(next) => replaceQuery({ period: next })}
          />
          <NewestEventHint {...range} />
        </div>
        {groupedByName(metric === undefined ? chosen.slice(0, 12) : chosen).map((group) => (
          <MetricChart
            key={`${group[0]!.Namespace} ${group[0]!.MetricName}`}
            metrics={group}
            stat={stat}
            period={Number(period)}
            {...range}
          />
        ))}
      </div>
    </div>
  );
}

interface ChoiceProps {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly options: readonly string[];
  readonly name?: (option: string) => string;
  readonly onChange: (value: string) => void;
}

function Choice({ id, label, value, options, name = (option) => option, onChange }: ChoiceProps) {
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select id={id} value={value} onChange={(event) => onChange(event.currentTarget.value)}>
        {options.map((option) => (
          <option key={option} value={option}>
            {name(option)}
          </option>
        ))}
      </select>
    </div>
  );
}

function groupedByName(metrics: readonly Metric[]): Metric[][] {
  return [...Map.groupBy(metrics, (one) => `${one.Namespace}\n${one.MetricName}`).values()];
}

function dimensionText({ Dimensions = [] }: Metric): string {
  return Dimensions.map(({ Name, Value }) => `${Name}=${Value}`).join(", ");
}
