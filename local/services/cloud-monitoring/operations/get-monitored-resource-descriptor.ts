import type { Call } from "#kernel/cloud.ts";
import { GoogleError } from "#kernel/google/google-error.ts";
import { RESOURCE_DESCRIPTORS } from "#kernel/google/resource-descriptors.ts";
import { projectOf } from "../configuration/kinds.ts";
import type { CloudMonitoring } from "../state.ts";

/** https://cloud.google.com/monitoring/api/ref_v3/rpc/google.monitoring.v3#google.monitoring.v3.MetricService.GetMonitoredResourceDescriptor */
export function getMonitoredResourceDescriptor(
  { name }: { readonly name: string },
  { state }: Call<CloudMonitoring>,
): object {
  state.policies.checkParent(projectOf(name));
  const descriptor = RESOURCE_DESCRIPTORS.find(({ type }) =>
    name.endsWith(`/monitoredResourceDescriptors/${type}`),
  );
  if (descriptor) return { ...descriptor, name };
  throw new GoogleError("NOT_FOUND", `The monitored resource descriptor ${name} does not exist.`);
}
