import type { Cloud } from "../../kernel/cloud.ts";
import type { LogsService } from "../logs/logs-service.ts";
import type { MetricStore } from "./metric-store.ts";

/**
 * The metrics that Lambda and CloudWatch Logs publish of themselves, with their own dimensions and in all.
 *
 * https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CloudWatch-Logs-Monitoring-CloudWatch-Metrics.html
 */
export function publishServiceMetrics(
  cloud: Cloud,
  metrics: Pick<MetricStore, "record">,
  logs: LogsService,
): void {
  cloud.events.on("invocation", ({ functionName, timestamp, durationMs, outcome }) => {
    for (const dimensions of withTotal({ FunctionName: functionName })) {
      const common = { namespace: "AWS/Lambda", dimensions, timestamp };
      metrics.record({ ...common, metricName: "Invocations", value: 1, unit: "Count" });
      metrics.record({
        ...common,
        metricName: "Errors",
        value: outcome === "success" ? 0 : 1,
        unit: "Count",
      });
      metrics.record({ ...common, metricName: "Duration", value: durationMs, unit: "Milliseconds" });
    }
  });
  logs.ingestionListeners.add((group, _stream, events) => {
    const timestamp = cloud.clock.now();
    const bytes = events.reduce((sum, { message }) => sum + Buffer.byteLength(message), 0);
    for (const dimensions of withTotal({ LogGroupName: group.name })) {
      const common = { namespace: "AWS/Logs", dimensions, timestamp };
      metrics.record({ ...common, metricName: "IncomingLogEvents", value: events.length, unit: "None" });
      metrics.record({ ...common, metricName: "IncomingBytes", value: bytes, unit: "Bytes" });
    }
  });
}

function withTotal(dimensions: Readonly<Record<string, string>>): Readonly<Record<string, string>>[] {
  return [dimensions, {}];
}
