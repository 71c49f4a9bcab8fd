import {
  EMF_MAX_METRICS_PER_DIRECTIVE,
  EMF_METRIC_NAME_MAX_LENGTH,
  EMF_NAMESPACE_MAX_LENGTH,
  METRIC_UNITS,
  type MetricUnit,
} from "../limits.ts";
import { dimensionSets } from "./dimension-sets.ts";
import type { EmfMetric } from "./emf-metric.ts";
import { metricTarget } from "./metric-target.ts";

/** Metadata that Lambda's text format puts before a line: time, request id and level, divided by tabs. */
const LAMBDA_METADATA = /^\d{4}-\d\d-\d\dT[\d:.]+Z\t[0-9a-f-]{36}\t(?:[A-Z]+\t)?(?=\{)/;

/**
 * The metrics in a log message of the embedded metric format; none when it is not such a message or breaks a rule.
 * A line that does not name `_aws` is not parsed.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function extractEmf(message: string): EmfMetric[] {
  if (!mayHoldEmf(message)) return [];
  const metadata = LAMBDA_METADATA.exec(message);
  let document: unknown;
  try {
    document = JSON.parse(metadata ? message.slice(metadata[0].length) : message);
  } catch {
    return [];
  }
  return extractEmfFromDocument(document);
}

/** A cheap test that lets ordinary lines pass: false means that no metric can be inside. */
export function mayHoldEmf(message: string): boolean {
  if (!message.includes("CloudWatchMetrics") && !message.includes("\\u")) return false;
  return message.includes('"_aws"') || message.includes("\\u");
}

/** {@link extractEmf} of a message that was parsed already. */
export function extractEmfFromDocument(document: unknown): EmfMetric[] {
  if (!isObject(document) || !isObject(document["_aws"])) return [];
  const { Timestamp: timestamp, CloudWatchMetrics: directives } = document["_aws"];
  if (!Number.isSafeInteger(timestamp) || (timestamp as number) < 0 || !Array.isArray(directives)) return [];
  return directives.flatMap((directive) => metricsOf(directive, document, timestamp as number));
}

function metricsOf(directive: unknown, document: JsonObject, timestamp: number): EmfMetric[] {
  if (!isObject(directive) || !isText(directive["Namespace"], EMF_NAMESPACE_MAX_LENGTH)) return [];
  const namespace = directive["Namespace"];
  const definitions = directive["Metrics"];
  if (!Array.isArray(definitions) || definitions.length > EMF_MAX_METRICS_PER_DIRECTIVE) return [];
  const sets = dimensionSets(directive["Dimensions"], document);
  return definitions.flatMap((definition) => {
    if (!isObject(definition) || !isText(definition["Name"], EMF_METRIC_NAME_MAX_LENGTH)) return [];
    const metricName = definition["Name"];
    const target = metricTarget(document, metricName);
    if (target === undefined) return [];
    const { Unit: unit = "None", StorageResolution: storageResolution = 60 } = definition;
    if (!isUnit(unit) || (storageResolution !== 1 && storageResolution !== 60)) return [];
    return sets.map((dimensions) => ({
      namespace,
      metricName,
      dimensions,
      ...target,
      unit,
      timestamp,
      storageResolution,
    }));
  });
}

const isUnit = (unit: unknown): unit is MetricUnit => (METRIC_UNITS as readonly unknown[]).includes(unit);

type JsonObject = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isText(value: unknown, maximum: number): value is string {
  return typeof value === "string" && value.trim() !== "" && value.length <= maximum;
}
