import type { MathValue, MetricsInsightsResult } from "cumulog/semantics";
import {
  computeStatistic,
  deviationBand,
  evaluateMetricMath,
  isMetricsInsightsQuery,
  MetricMathError,
  parseMetricsInsightsQuery,
} from "cumulog/semantics";
import { type Grid, readGrid } from "./grid.ts";
import type { MetricDataQuery } from "./metric-data-query.ts";
import type { MetricStore } from "./metric-store.ts";
import { searchesIn } from "./query-checks.ts";
import { labelMaker } from "./result-label.ts";
import { searchedSeries } from "./searched-series.ts";
import { type QueryContext, selectedSeries } from "./selected-series.ts";
import { byPreference, multipleUnits, type ResultMessage } from "./unit-choice.ts";
import { readDimensions, validationError } from "./validation.ts";

export interface Band {
  readonly lower: number;
  readonly upper: number;
}

const BAND = /^\s*ANOMALY_DETECTION_BAND\(\s*(\w+)\s*(?:,\s*(\d+(?:\.\d+)?)\s*)?\)\s*$/;
const BAND_HISTORY = 14 * 86_400_000;

/** Computes the queries of one call; each at most once, in the order they need each other. */
export class QueryEvaluation {
  readonly #store: MetricStore;
  readonly #queries: ReadonlyMap<string, MetricDataQuery>;
  readonly #grid: Grid;
  readonly #values = new Map<string, MathValue>();
  readonly #running = new Set<string>();
  readonly #labelOf: (query: MetricDataQuery) => string;
  readonly #messages = new Map<string, ResultMessage>();
  readonly #selected = new Map<string, MetricsInsightsResult>();
  readonly #context: QueryContext;

  constructor(store: MetricStore, queries: readonly MetricDataQuery[], grid: Grid, context: QueryContext) {
    this.#store = store;
    this.#context = context;
    this.#queries = new Map(queries.map((query) => [query.Id, query]));
    this.#grid = grid;
    this.#labelOf = labelMaker(queries);
  }

  /** Remarks on a metric that has been computed. */
  messages(id: string): readonly ResultMessage[] {
    const message = this.#messages.get(id);
    return message ? [message] : [];
  }

  /** @throws ServiceError for an expression that is malformed or refers to itself */
  value(id: string): MathValue {
    const known = this.#values.get(id);
    if (known) return known;
    const query = this.#queries.get(id);
    if (!query) throw validationError(`There is no metric or expression with the Id ${id}.`);
    if (this.#running.has(id)) throw validationError(`The expression ${id} refers to itself.`);
    this.#running.add(id);
    const value: MathValue = query.Expression === undefined ? this.#metric(query) : this.#expression(query);
    this.#running.delete(id);
    this.#values.set(id, value);
    return value;
  }

  /** The expected range of a metric at each period, for an expression ANOMALY_DETECTION_BAND. */
  band(id: string): (Band | undefined)[] {
    const read = BAND.exec(this.#queries.get(id)?.Expression ?? "");
    const query = read && this.#queries.get(read[1]!);
    if (!query?.MetricStat) throw validationError(`${id} is not ANOMALY_DETECTION_BAND of a metric.`);
    const { starts, period } = this.#grid;
    const end = starts[0] ?? 0;
    const before = Math.max(1, Math.floor(BAND_HISTORY / period));
    const history = this.#statistics(query, { starts: [end - before * period, end - period], period });
    const band = deviationBand([...history.values()], Number(read![2] ?? 2));
    return starts.map((start, index) => band(start, index));
  }

  /** What a query of Metrics Insights gives; undefined for another kind of expression. */
  selected(id: string): MetricsInsightsResult | undefined {
    const { Expression = "" } = this.#queries.get(id) ?? {};
    if (!isMetricsInsightsQuery(Expression)) return undefined;
    let selected = this.#selected.get(id);
    if (!selected) {
      const query = parseMetricsInsightsQuery(Expression);
      selected = selectedSeries(this.#store, query, this.#grid, this.#context);
      this.#selected.set(id, selected);
    }
    return selected;
  }

  #expression({ Id, Expression = "", Label }: MetricDataQuery): MathValue {
    const selected = this.selected(Id);
    if (selected) {
      if (parseMetricsInsightsQuery(Expression).groupBy.length > 0)
        return {
          kind: "list",
          series: selected.series.map(({ label, values }) => ({
            label: Label === undefined ? label : `${Label} ${label}`,
            values,
          })),
        };
      const values = selected.series[0]?.values ?? this.#grid.starts.map(() => null);
      return { kind: "series", values, label: Label ?? Id };
    }
    if (BAND.test(Expression)) {
      const band = this.band(Id);
      return {
        kind: "list",
        series: (["upper", "lower"] as const).map((edge) => ({
          label: `${Id} ${edge}`,
          values: band.map((one) => one?.[edge] ?? null),
        })),
      };
    }
    const inputs = new Map<string, MathValue>();
    const { expression, calls } = searchesIn(Id, Expression);
    for (const [name, call] of calls)
      inputs.set(name, {
        kind: "list",
        series: searchedSeries(this.#store, call, this.#grid).map(({ label, values }) => ({
          label: Label === undefined || Label === "" ? label : `${Label} ${label}`,
          values,
        })),
      });
    for (const [id, query] of this.#queries) {
      const read =
        new RegExp(`\\b${id}\\b`).test(expression) || (/\bMETRICS\b/.test(expression) && query.MetricStat);
      if (id !== Id && read) inputs.set(id, this.value(id));
      else if (id === Id && new RegExp(`\\b${id}\\b`).test(expression)) this.value(id);
    }
    const { starts, period } = this.#grid;
    try {
      return evaluateMetricMath(expression, inputs, { period: period / 1_000, timestamps: starts });
    } catch (error) {
      if (error instanceof MetricMathError)
        throw validationError(`Error in expression '${Id}': ${error.message}`);
      throw error;
    }
  }

  #metric(query: MetricDataQuery): MathValue {
    const found = this.#statistics(query, this.#grid);
    return {
      kind: "series",
      values: this.#grid.starts.map((start) => found.get(start) ?? null),
      label: this.#labelOf(query),
    };
  }

  #statistics({ Id, MetricStat }: MetricDataQuery, grid: Grid): Map<number, number> {
    const values = new Map<number, number>();
    if (!MetricStat) return values;
    const { Namespace = "", MetricName = "", Dimensions } = MetricStat.Metric;
    const dimensions = readDimensions(Dimensions);
    const series = this.#store.find({ namespace: Namespace, metricName: MetricName, dimensions });
    if (!series) return values;
    const units = MetricStat.Unit === undefined ? byPreference(series.units()) : [MetricStat.Unit];
    const found = units
      .map((unit) => ({ unit, sets: readGrid(series, grid, { unit }) }))
      .filter(({ sets }) => sets.size > 0);
    if (found.length > 1) this.#messages.set(Id, multipleUnits(found.map(({ unit }) => unit)));
    for (const [time, set] of found[0]?.sets ?? []) {
      const value = computeStatistic(MetricStat.Stat, set);
      if (value !== undefined) values.set(time, value);
    }
    return values;
  }
}
