import { describeLogMetric, type LogMetric, validateLogMetric } from "cumulog/semantics";
import type { Call } from "#kernel/cloud.ts";
import { withoutDefaults } from "#kernel/google/resource-store.ts";
import type { CloudLogging } from "../state.ts";

/** https://cloud.google.com/logging/docs/reference/v2/rpc/google.logging.v2#google.logging.v2.MetricsServiceV2.CreateLogMetric */
export function createLogMetric(
  { parent, metric }: { readonly parent: string; readonly metric: LogMetric },
  { state }: Call<CloudLogging>,
): object {
  const { metrics } = state;
  metrics.checkParent(parent);
  validateLogMetric(metric, parent);
  const time = metrics.time();
  const made = withoutDefaults({ ...describeLogMetric(metric, parent), createTime: time, updateTime: time });
  metrics.add(parent, made.name, made);
  state.metricsChanged();
  return made;
}
