import { AGGREGATES, aggregate } from "./aggregates.ts";
import { chooseValues, type SingleValue } from "./if-expression.ts";
import { SORT_FUNCTIONS, sortSeries } from "./list-functions.ts";
import { MetricMathError } from "./metric-math-error.ts";
import { ELEMENTWISE, OPERATORS } from "./operators.ts";
import { type Expression, parseExpression } from "./parse-expression.ts";
import {
  CALENDAR_FUNCTIONS,
  type Clock,
  fillByRepeating,
  fillLinearly,
  SERIES_FUNCTIONS,
} from "./series-functions.ts";
import {
  joinValues,
  type MathValue,
  mapValue,
  type Series,
  type SeriesValues,
  scalar,
  series,
} from "./values.ts";

/** Values per period, oldest first; or several series, as a search returns them; or a result of another expression. */
export type MetricInput = SeriesValues | MathValue;

/** What the evaluation of metric math depends on. */
export interface MetricMathOptions {
  /** Seconds. @default 60 */
  readonly period?: number;
  /** Starts of the periods in milliseconds since the epoch, oldest first; RATE and the calendar functions use them. */
  readonly timestamps?: readonly number[];
  /** Results of other expressions by id: they can be named, but METRICS() does not see them. */
  readonly expressions?: ReadonlyMap<string, MathValue>;
}

/** Functions that read what only the service has. */
const SERVICE_FUNCTIONS: readonly string[] = [
  "ANOMALY_DETECTION_BAND",
  "DB_PERF_INSIGHTS",
  "INSIGHT_RULE_METRIC",
  "LAMBDA",
  "SEARCH",
  "SERVICE_QUOTA",
];

/**
 * Evaluates a metric math expression over metrics that share their periods.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
 *
 * SEARCH, SERVICE_QUOTA, INSIGHT_RULE_METRIC, DB_PERF_INSIGHTS, LAMBDA and ANOMALY_DETECTION_BAND need the service and
 * are refused; an alarm on a band takes it as an `AnomalyBand` instead.
 *
 * @param metrics Metrics by id
 * @throws MetricMathError for a malformed expression, an unknown id or function, or operands that do not fit
 */
export function evaluateMetricMath(
  expression: string,
  metrics: ReadonlyMap<string, MetricInput> | Readonly<Record<string, MetricInput>>,
  options: MetricMathOptions = {},
): MathValue {
  const tree = parseExpression(expression);
  const inputs = new Map<string, MetricInput>(metrics instanceof Map ? metrics : Object.entries(metrics));
  const values = new Map([...inputs].map(([id, input]) => [id, isValues(input) ? series(input, id) : input]));
  const clock = { period: options.period ?? 60, timestamps: options.timestamps };
  return new Evaluator(expression, values, clock, options.expressions ?? new Map()).value(tree);
}

type Values = ReadonlyMap<string, MathValue>;

class Evaluator {
  readonly #expression: string;
  readonly #metrics: Values;
  readonly #clock: Clock;
  readonly #expressions: Values;

  constructor(expression: string, metrics: Values, clock: Clock, expressions: Values) {
    this.#expressions = expressions;
    this.#expression = expression;
    this.#metrics = metrics;
    this.#clock = clock;
  }

  value(tree: Expression): MathValue {
    switch (tree.type) {
      case "number":
        return scalar(tree.value);
      case "string":
        return this.#fail("A text is only expected inside a function", tree);
      case "name":
        return (
          this.#metrics.get(tree.name) ??
          this.#expressions.get(tree.name) ??
          this.#fail(`There is no metric with the id ${tree.name}`, tree)
        );
      case "list":
        return { kind: "list", series: tree.items.flatMap((item) => this.#asSeries(item)) };
      case "negate":
        return mapValue(this.value(tree.operand), (value) => -value);
      case "binary": {
        const joined = joinValues(this.value(tree.left), this.value(tree.right), OPERATORS[tree.operator]);
        return joined ?? this.#fail(`${tree.operator} does not join two lists of time series`, tree);
      }
      case "call":
        return this.#call(tree);
    }
  }

  #call(call: Call): MathValue {
    const { name } = call;
    if (Object.hasOwn(AGGREGATES, name)) return aggregate(name, this.value(this.#only(call)));
    if (Object.hasOwn(ELEMENTWISE, name)) return mapValue(this.value(this.#only(call)), ELEMENTWISE[name]!);
    if (Object.hasOwn(SERIES_FUNCTIONS, name)) return this.#seriesFunction(call);
    switch (name) {
      case "IF":
        return this.#if(call);
      case "FILL":
        return this.#fill(call);
      case "METRICS":
        return this.#allMetrics(call);
      case "METRIC_COUNT":
        return scalar(this.#asSeries(this.#only(call)).length);
      case "PERIOD":
        this.value(this.#only(call));
        return scalar(this.#clock.period);
      case "TIME_SERIES":
        return this.#timeSeries(call);
      case "REMOVE_EMPTY": {
        const kept = this.#asSeries(this.#only(call)).filter(({ values }) =>
          values.some((value) => value !== null),
        );
        return { kind: "list", series: kept };
      }
      case "SORT":
        return this.#sort(call);
      case "SLICE": {
        const [all, from, to] = this.#arguments(call, 2, 3) as [Expression, Expression, Expression?];
        const end = to && this.#wholeNumber(to);
        return { kind: "list", series: this.#asSeries(all).slice(this.#wholeNumber(from), end) };
      }
      case "FIRST":
      case "LAST": {
        const all = this.#asSeries(this.#only(call));
        const one = all.at(name === "FIRST" ? 0 : -1);
        return one
          ? series(one.values, one.label)
          : this.#fail(`${name} needs at least one time series`, call);
      }
      default:
        if (SERVICE_FUNCTIONS.includes(name))
          return this.#fail(`${name} reads what only the service has and cannot be evaluated here`, call);
        return this.#fail(`There is no function ${name} here`, call);
    }
  }

  #seriesFunction(call: Call): MathValue {
    const { name } = call;
    if (CALENDAR_FUNCTIONS.includes(name) && this.#clock.timestamps === undefined) {
      this.#fail(`${name} needs the timestamps of the periods`, call);
    }
    const value = this.value(this.#only(call));
    const apply = (values: SeriesValues) => SERIES_FUNCTIONS[name]!(values, this.#clock);
    if (value.kind === "scalar") return this.#fail(`${name} needs a time series, not a number`, call);
    if (value.kind === "series") return series(apply(value.values), value.label);
    return { kind: "list", series: value.series.map((one) => ({ ...one, values: apply(one.values) })) };
  }

  #if(call: Call): MathValue {
    const values = this.#arguments(call, 2, 3).map((argument) => this.value(argument));
    const [condition, yes, no] = values as [MathValue, MathValue, MathValue?];
    if (condition.kind === "scalar") return condition.value !== 0 ? yes : (no ?? withoutValues(yes));
    if (condition.kind === "list" || yes.kind === "list" || no?.kind === "list") {
      return this.#fail("IF takes numbers and single time series", call);
    }
    const chosen = chooseValues(condition.values, yes as SingleValue, no as SingleValue | undefined);
    return series(chosen, condition.label);
  }

  #sort(call: Call): MathValue {
    const [all, by, order, limit] = this.#arguments(call, 3, 4) as [
      Expression,
      Expression,
      Expression,
      Expression?,
    ];
    if (by.type !== "name" || !SORT_FUNCTIONS.includes(by.name))
      return this.#fail(`SORT orders by ${SORT_FUNCTIONS.join(", ")}`, by);
    if (order.type !== "name" || (order.name !== "ASC" && order.name !== "DESC"))
      return this.#fail("SORT takes ASC or DESC as its order", order);
    const sorted = sortSeries(this.#asSeries(all), by.name, order.name);
    return { kind: "list", series: limit ? sorted.slice(0, this.#wholeNumber(limit)) : sorted };
  }

  #fill(call: Call): MathValue {
    const [target, filler] = this.#arguments(call, 2) as [Expression, Expression];
    const value = this.value(target);
    const fill = this.#filler(filler);
    if (value.kind === "scalar") return this.#fail("FILL needs a time series, not a number", call);
    if (value.kind === "series") return series(fill(value.values), value.label);
    return { kind: "list", series: value.series.map((one) => ({ ...one, values: fill(one.values) })) };
  }

  #filler(filler: Expression): (values: SeriesValues) => SeriesValues {
    if (filler.type === "name" && filler.name === "REPEAT") return fillByRepeating;
    if (filler.type === "name" && filler.name === "LINEAR") return fillLinearly;
    const value = this.value(filler);
    if (value.kind === "scalar") return (values) => values.map((one) => one ?? value.value);
    if (value.kind === "series")
      return (values) => values.map((one, index) => one ?? value.values[index] ?? null);
    return this.#fail("FILL takes a number, a time series, REPEAT or LINEAR as its filler", filler);
  }

  #allMetrics(call: Call): MathValue {
    const text = call.arguments[0];
    if (call.arguments.length > 1 || (text !== undefined && text.type !== "string")) {
      return this.#fail("METRICS takes nothing or one text", call);
    }
    const wanted = text?.value ?? "";
    const all = [...this.#metrics].flatMap(([id, value]) =>
      value.kind === "series" && (id.includes(wanted) || value.label.includes(wanted)) ? [value] : [],
    );
    return { kind: "list", series: all };
  }

  #timeSeries(call: Call): MathValue {
    const value = this.value(this.#only(call));
    if (value.kind !== "scalar") return this.#fail("TIME_SERIES takes a number", call);
    const lengths = [...this.#metrics.values()].map((one) => (one.kind === "series" ? one.values.length : 0));
    const length = this.#clock.timestamps?.length ?? Math.max(1, ...lengths);
    return series(Array(length).fill(value.value), String(value.value));
  }

  #asSeries(tree: Expression): readonly Series[] {
    const value = this.value(tree);
    if (value.kind === "scalar") return this.#fail("A time series is expected here, not a number", tree);
    return value.kind === "series" ? [value] : value.series;
  }

  #only(call: Call): Expression {
    return this.#arguments(call, 1)[0]!;
  }

  #wholeNumber(tree: Expression): number {
    const value = this.value(tree);
    if (value.kind === "scalar" && Number.isInteger(value.value) && value.value >= 0) return value.value;
    return this.#fail("A whole number from 0 on is expected here", tree);
  }

  #arguments(call: Call, least: number, most = least): readonly Expression[] {
    const { length } = call.arguments;
    if (length >= least && length <= most) return call.arguments;
    const count = least === most ? String(least) : `${least} or ${most}`;
    return this.#fail(`${call.name} takes ${count} argument${most === 1 ? "" : "s"}`, call);
  }

  #fail(message: string, tree: Expression): never {
    throw new MetricMathError(message, this.#expression, tree.offset);
  }
}

type Call = Extract<Expression, { type: "call" }>;

/** What IF gives for a false number when nothing is said for that. */
function withoutValues(value: MathValue): MathValue {
  if (value.kind === "list") return { kind: "list", series: [] };
  return series(value.kind === "series" ? value.values.map(() => null) : [], "IF");
}

function isValues(input: MetricInput): input is SeriesValues {
  return Array.isArray(input);
}
