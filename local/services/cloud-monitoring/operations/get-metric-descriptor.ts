import type { Call } from "#kernel/cloud.ts";
import { GoogleError } from "#kernel/google/google-error.ts";
import { projectOf } from "../configuration/kinds.ts";
import type { CloudMonitoring } from "../state.ts";

/** https://cloud.google.com/monitoring/api/ref_v3/rpc/google.monitoring.v3#google.monitoring.v3.MetricService.GetMetricDescriptor */
export async function getMetricDescriptor(
  { name }: { readonly name: string },
  { cloud, state }: Call<CloudMonitoring>,
): Promise<object> {
  const project = projectOf(name);
  state.descriptors.checkParent(project);
  await cloud.open("cloud-logging");
  const key = state.descriptors.keyOf(name);
  const descriptor = state
    .descriptorsOf(project)
    .find(({ type }) => key === `${project}/metricDescriptors/${type}`);
  if (descriptor) return descriptor;
  throw new GoogleError("NOT_FOUND", `The metric descriptor ${name} does not exist.`);
}
