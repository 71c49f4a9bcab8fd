import type { Call } from "#kernel/cloud.ts";
import type { CloudLogging } from "../state.ts";

/** https://cloud.google.com/logging/docs/reference/v2/rpc/google.logging.v2#google.logging.v2.MetricsServiceV2.DeleteLogMetric */
export function deleteLogMetric(
  { metricName }: { readonly metricName: string },
  { state }: Call<CloudLogging>,
): object {
  state.metrics.get(metricName);
  state.metrics.delete(metricName);
  state.metricsChanged();
  return {};
}
