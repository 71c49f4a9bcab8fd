import type { Call } from "#kernel/cloud.ts";
import type { CloudLogging } from "../state.ts";

/** https://cloud.google.com/logging/docs/reference/v2/rpc/google.logging.v2#google.logging.v2.MetricsServiceV2.GetLogMetric */
export function getLogMetric(
  { metricName }: { readonly metricName: string },
  { state }: Call<CloudLogging>,
): object {
  return state.metrics.get(metricName);
}
