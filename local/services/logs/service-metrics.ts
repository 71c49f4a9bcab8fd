import type { MetricStore } from "../cloudwatch/metric-store.ts";
import type { StoredEvent } from "./log-event.ts";
import type { LogsService } from "./logs-service.ts";

const NO_DIMENSIONS: Readonly<Record<string, string>> = {};

/**
 * The metrics that CloudWatch Logs publishes of itself, by log group and in all.
 *
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CloudWatch-Logs-Monitoring-CloudWatch-Metrics.html
 */
export function publishLogMetrics(
  { cloud, ingestionListeners }: LogsService,
  metrics: Pick<MetricStore, "record">,
): void {
  ingestionListeners.add((group, _stream, events) => {
    const timestamp = cloud.clock.now();
    const bytes = events.reduce((sum, { message }) => sum + Buffer.byteLength(message), 0);
    for (const dimensions of [{ LogGroupName: group.name }, NO_DIMENSIONS]) {
      const common = { namespace: "AWS/Logs", dimensions, timestamp };
      metrics.record({ ...common, metricName: "IncomingLogEvents", value: events.length, unit: "None" });
      metrics.record({ ...common, metricName: "IncomingBytes", value: bytes, unit: "Bytes" });
      for (const { metricName, value, unit } of transformationMetrics(events))
        if (value > 0) metrics.record({ ...common, metricName, value, unit });
    }
  });
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/Transformation-Errors-Metrics.html */
function transformationMetrics(events: readonly StoredEvent[]) {
  let count = 0;
  let bytes = 0;
  let errors = 0;
  for (const { message, forms } of events) {
    if (forms?.transformationError !== undefined) errors += 1;
    if (forms?.transformed === undefined) continue;
    count += 1;
    bytes += Buffer.byteLength(message);
  }
  return [
    { metricName: "TransformedLogEvents", value: count, unit: "None" },
    { metricName: "TransformedBytes", value: bytes, unit: "Bytes" },
    { metricName: "TransformationErrors", value: errors, unit: "None" },
  ] as const;
}
