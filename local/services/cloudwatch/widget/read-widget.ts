import { parseDuration } from "cumulog/semantics";
import type { MetricDataQuery } from "../metric-data-query.ts";
import { invalidValue } from "../validation.ts";

/** A line across the picture. */
export interface HorizontalAnnotation {
  readonly value: number;
  readonly label?: string;
}

/** What the picture of a widget shows. */
export interface Widget {
  readonly title: string;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  /** Milliseconds since the epoch. */
  readonly start: number;
  readonly end: number;
  /** Milliseconds that are added to UTC for the times in the picture. */
  readonly offset: number;
  readonly queries: readonly MetricDataQuery[];
  readonly stacked: boolean;
  readonly bars: boolean;
  readonly horizontal: readonly HorizontalAnnotation[];
  /** Names or ARNs of alarms whose metric and threshold are shown. */
  readonly alarms: readonly string[];
}

interface MetricOptions {
  readonly id?: string;
  readonly stat?: string;
  readonly period?: number;
  readonly label?: string;
  readonly expression?: string;
  readonly visible?: boolean;
}

const DEFAULTS = { width: 600, height: 400, start: "-PT3H", stat: "Average", period: 300 };
const SIZES = { least: 1, most: 2_000 };
const MOST_METRICS = 500;

/**
 * Reads the JSON of a widget.
 *
 * @param now milliseconds since the epoch, from which relative times count
 * @throws ServiceError `InvalidParameterValueException`
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Metric-Widget-Structure.html
 */
export function readWidget(text: string, now: number): Widget {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    throw refused("must be JSON");
  }
  if (!isObject(document)) throw refused("must be a JSON object");
  const { metrics = [], annotations = {}, view = "timeSeries", stacked = false } = document;
  if (!Array.isArray(metrics) || metrics.length > MOST_METRICS)
    throw refused(`metrics must be a list of at most ${MOST_METRICS} metrics`);
  if (!isObject(annotations)) throw refused("annotations must be an object");
  const { horizontal = [], alarms = [] } = annotations;
  if (metrics.length === 0 && !(Array.isArray(alarms) && alarms.length > 0))
    throw refused("must have metrics, or an alarm among its annotations");
  if (!["timeSeries", "bar", "pie", "singleValue", "gauge"].includes(view as string))
    throw refused('view must be one of "timeSeries", "bar", "pie", "singleValue" and "gauge"');
  if (!["timeSeries", "bar"].includes(view as string))
    throw refused(`the local cloud draws the views "timeSeries" and "bar", not "${view}"`);
  const start = timeOf(document["start"] ?? DEFAULTS.start, "start", now);
  const end = timeOf(document["end"] ?? "PT0H", "end", now);
  if (start >= end) throw refused("start must be before end");
  return {
    title: typeof document["title"] === "string" ? document["title"] : "",
    width: sizeOf(document, "width"),
    height: sizeOf(document, "height"),
    start,
    end,
    offset: offsetOf(document["timezone"] ?? "+0000"),
    queries: queriesOf(metrics, document),
    stacked: stacked === true,
    bars: view === "bar",
    horizontal: (Array.isArray(horizontal) ? horizontal : []).flatMap((one: unknown) =>
      isObject(one) && typeof one["value"] === "number"
        ? [{ value: one["value"], ...(typeof one["label"] === "string" && { label: one["label"] }) }]
        : [],
    ),
    alarms: (Array.isArray(alarms) ? alarms : []).map(String),
  };
}

/** `["Namespace", "Name", "Dimension", "value", {…}]`; `"."` stands for what is above, `"..."` for all that is above. */
function queriesOf(metrics: readonly unknown[], document: Record<string, unknown>): MetricDataQuery[] {
  let above: readonly string[] = [];
  return metrics.map((metric, index) => {
    if (!Array.isArray(metric)) throw refused(`metrics[${index}] must be a list`);
    const last: unknown = metric.at(-1);
    const options = (isObject(last) ? last : {}) as MetricOptions;
    const given = metric.filter((part) => typeof part === "string") as string[];
    const visibility = options.visible === false ? { ReturnData: false } : {};
    const Id = options.id ?? `${options.expression === undefined ? "m" : "e"}${index + 1}`;
    const label = options.label === undefined ? {} : { Label: options.label };
    if (options.expression !== undefined)
      return {
        Id,
        Expression: options.expression,
        ...label,
        ...(options.period !== undefined && { Period: options.period }),
        ...visibility,
      };
    const parts = withAbove(given, above);
    const [Namespace, MetricName, ...dimensions] = parts;
    if (Namespace === undefined || MetricName === undefined || dimensions.length % 2 === 1)
      throw refused(
        `metrics[${index}]: expected a namespace, a metric's name, and names and values of dimensions`,
      );
    above = parts;
    return {
      Id,
      ...label,
      ...visibility,
      MetricStat: {
        Metric: {
          Namespace,
          MetricName,
          Dimensions: Array.from({ length: dimensions.length / 2 }, (_, at) => ({
            Name: dimensions[2 * at]!,
            Value: dimensions[2 * at + 1]!,
          })),
        },
        Period: numberOr(options.period ?? document["period"], DEFAULTS.period),
        Stat: String(options.stat ?? document["stat"] ?? DEFAULTS.stat),
      },
    };
  });
}

function withAbove(given: readonly string[], above: readonly string[]): readonly string[] {
  const all = given.indexOf("...");
  const parts =
    all === -1
      ? given
      : [
          ...given.slice(0, all),
          ...above.slice(all, above.length - (given.length - all - 1)),
          ...given.slice(all + 1),
        ];
  return parts.map((part, index) => (part === "." ? (above[index] ?? part) : part));
}

/** `-PT3H` counts from now; anything else is a time in ISO 8601. */
function timeOf(value: unknown, name: string, now: number): number {
  const relative = /^(-?)P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/.exec(String(value));
  if (relative) {
    const [, sign, ...counts] = relative;
    const [weeks, days, hours, minutes, seconds] = counts.map((count) => Number(count ?? 0));
    const length =
      weeks! * parseDuration("7d") +
      days! * parseDuration("1d") +
      hours! * parseDuration("1h") +
      minutes! * parseDuration("1m") +
      seconds! * 1_000;
    return now - (sign === "-" ? length : -length);
  }
  const time = Date.parse(String(value));
  if (Number.isNaN(time)) throw refused(`${name} must be a time such as "-PT3H" or "2026-01-02T12:00:00Z"`);
  return time;
}

function offsetOf(timezone: unknown): number {
  const [, sign, hours, minutes] = /^([+-])(\d\d)(\d\d)$/.exec(String(timezone)) ?? [];
  if (sign === undefined) throw refused('timezone must be an offset such as "+0130"');
  return (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}

function sizeOf(document: Record<string, unknown>, name: "width" | "height"): number {
  const size = document[name] ?? DEFAULTS[name];
  if (!Number.isInteger(size) || (size as number) < SIZES.least || (size as number) > SIZES.most)
    throw refused(`${name} must be a whole number of pixels from ${SIZES.least} to ${SIZES.most}`);
  return size as number;
}

const numberOr = (value: unknown, otherwise: number): number =>
  typeof value === "number" ? value : otherwise;

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const refused = (what: string) => invalidValue(`MetricWidget ${what}.`);
