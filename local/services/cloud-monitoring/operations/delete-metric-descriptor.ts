import type { Call } from "#kernel/cloud.ts";
import { projectOf } from "../configuration/kinds.ts";
import type { CloudMonitoring } from "../state.ts";

/** https://cloud.google.com/monitoring/api/ref_v3/rpc/google.monitoring.v3#google.monitoring.v3.MetricService.DeleteMetricDescriptor */
export function deleteMetricDescriptor(
  { name }: { readonly name: string },
  { state }: Call<CloudMonitoring>,
): object {
  const { type } = state.descriptors.get(name);
  state.descriptors.delete(name);
  state.series.forget(projectOf(name), type);
  return {};
}
