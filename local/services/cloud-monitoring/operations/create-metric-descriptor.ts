import type { Call } from "#kernel/cloud.ts";
import type { MetricDescriptor } from "../configuration/kinds.ts";
import { makeDescriptor } from "../configuration/make-descriptor.ts";
import type { CloudMonitoring } from "../state.ts";

/** https://cloud.google.com/monitoring/api/ref_v3/rpc/google.monitoring.v3#google.monitoring.v3.MetricService.CreateMetricDescriptor */
export function createMetricDescriptor(
  { name: project, metricDescriptor }: { readonly name: string; readonly metricDescriptor: MetricDescriptor },
  { state }: Call<CloudMonitoring>,
): object {
  state.descriptors.checkParent(project);
  return makeDescriptor(state, project, metricDescriptor);
}
