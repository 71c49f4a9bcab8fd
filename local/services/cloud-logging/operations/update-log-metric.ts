import {
  describeLogMetric,
  type LogMetric,
  validateLogMetric,
  validateLogMetricUpdate,
} from "cumulog/semantics";
import type { Call } from "#kernel/cloud.ts";
import { GoogleError } from "#kernel/google/google-error.ts";
import { withoutDefaults } from "#kernel/google/resource-store.ts";
import type { CloudLogging } from "../state.ts";
import { createLogMetric } from "./create-log-metric.ts";

/** A metric that does not exist is created. https://cloud.google.com/logging/docs/reference/v2/rpc/google.logging.v2#google.logging.v2.MetricsServiceV2.UpdateLogMetric */
export function updateLogMetric(
  { metricName, metric }: { readonly metricName: string; readonly metric: LogMetric },
  call: Call<CloudLogging>,
): object {
  const { state } = call;
  const { metrics } = state;
  const former = metrics.find(metricName);
  const key = metrics.keyOf(metricName);
  const parent = key.slice(0, key.indexOf("/metrics/"));
  const id = key.slice(parent.length + "/metrics/".length);
  if (metric.name && metric.name !== id)
    throw new GoogleError(
      "INVALID_ARGUMENT",
      `The metric is named "${metric.name}", and the request "${id}".`,
      {
        field: "metric.name",
      },
    );
  if (!former) return createLogMetric({ parent, metric }, call);
  const next = { ...metric, name: former.name };
  validateLogMetric(next, parent);
  validateLogMetricUpdate(former, next);
  const { createTime } = former as { createTime?: string };
  const changed = withoutDefaults({
    ...describeLogMetric(next, parent),
    createTime,
    updateTime: metrics.time(),
  });
  metrics.set(metricName, changed);
  state.metricsChanged();
  return changed;
}
