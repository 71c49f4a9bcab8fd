import type { MetricDatapoint, MetricSample } from "./types.ts";

export const MINUTE_MS = 60_000;

/** Gathers samples by metric, dimension set and minute, in the order in which they first occur. */
export function datapointsOf(samples: readonly MetricSample[]): MetricDatapoint[] {
  const groups = new Map<string, MetricSample[]>();
  for (const sample of samples) {
    const { namespace, metricName, dimensions, timestamp, unit } = sample;
    const minute = Math.floor(timestamp / MINUTE_MS);
    const key = JSON.stringify([minute, namespace, metricName, unit, Object.entries(dimensions).sort()]);
    const group = groups.get(key);
    if (group) group.push(sample);
    else groups.set(key, [sample]);
  }
  return [...groups.values()].map((group) => {
    const { namespace, metricName, dimensions, unit, timestamp } = group[0]!;
    const minute = Math.floor(timestamp / MINUTE_MS);
    const values = group.map(({ value }) => value);
    const sum = values.reduce((total, value) => total + value, 0);
    return {
      namespace,
      metricName,
      minute,
      timestamp: minute * MINUTE_MS,
      values,
      sum,
      sampleCount: values.length,
      dimensions,
      unit,
    };
  });
}
