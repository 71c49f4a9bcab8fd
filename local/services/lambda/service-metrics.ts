import type { Cloud } from "../../kernel/cloud.ts";
import type { MetricStore } from "../cloudwatch/metric-store.ts";

const NO_DIMENSIONS: Readonly<Record<string, string>> = {};

/**
 * The metrics that Lambda publishes of itself, by function and in all.
 *
 * https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html
 */
export function publishFunctionMetrics({ events }: Cloud, metrics: Pick<MetricStore, "record">): void {
  events.on("invocation", ({ functionName, timestamp, durationMs, outcome }) => {
    for (const dimensions of [{ FunctionName: functionName }, NO_DIMENSIONS]) {
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
}
