import { EMF_MAX_VALUES_PER_METRIC } from "../limits.ts";
import type { EmfMetric } from "./emf-metric.ts";

type Target = Pick<EmfMetric, "values" | "counts" | "statisticSet">;

/**
 * The numbers of the root member that a metric names: one, an array of at most a hundred, or the histogram that the
 * service's own OpenTelemetry exporter writes.
 */
export function metricTarget(document: Readonly<Record<string, unknown>>, name: string): Target | undefined {
  const value = Object.hasOwn(document, name) ? document[name] : undefined;
  if (isNumber(value)) return { values: [value] };
  if (Array.isArray(value)) {
    const valid = value.length > 0 && value.length <= EMF_MAX_VALUES_PER_METRIC && value.every(isNumber);
    return valid ? { values: value } : undefined;
  }
  return typeof value === "object" && value !== null
    ? histogram(value as Record<string, unknown>)
    : undefined;
}

function histogram(value: Readonly<Record<string, unknown>>): Target | undefined {
  const { Values: values, Counts: counts, Count: sampleCount, Sum: sum, Max: maximum, Min: minimum } = value;
  if (!isNumberArray(values) || !isNumberArray(counts)) return undefined;
  if (values.length === 0 || values.length !== counts.length || !counts.every((count) => count > 0))
    return undefined;
  if (!isNumber(sampleCount) || !isNumber(sum) || !isNumber(maximum) || !isNumber(minimum)) {
    return { values, counts };
  }
  return { values, counts, statisticSet: { sampleCount, sum, maximum, minimum } };
}

/** JSON can write 1e999, which reads as infinity and is no metric value. */
function isNumber(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value);
}

function isNumberArray(value: unknown): value is number[] {
  return Array.isArray(value) && value.every(isNumber);
}
