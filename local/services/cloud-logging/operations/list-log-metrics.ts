import type { Call } from "#kernel/cloud.ts";
import type { PageRequest } from "#kernel/google/page-token.ts";
import type { CloudLogging } from "../state.ts";

/** https://cloud.google.com/logging/docs/reference/v2/rpc/google.logging.v2#google.logging.v2.MetricsServiceV2.ListLogMetrics */
export function listLogMetrics(request: PageRequest, { state }: Call<CloudLogging>): object {
  const { resources, ...rest } = state.metrics.page(request);
  return { metrics: resources, ...rest };
}
