import { compileSeriesFilter } from "cumulog/semantics";
import type { Call } from "#kernel/cloud.ts";
import { type PageRequest, pageOf } from "#kernel/google/page-token.ts";
import { RESOURCE_DESCRIPTORS } from "#kernel/google/resource-descriptors.ts";
import type { CloudMonitoring } from "../state.ts";

/** https://cloud.google.com/monitoring/api/ref_v3/rpc/google.monitoring.v3#google.monitoring.v3.MetricService.ListMonitoredResourceDescriptors */
export function listMonitoredResourceDescriptors(
  {
    name,
    filter,
    ...page
  }: Omit<PageRequest, "parent"> & { readonly name: string; readonly filter?: string },
  { state }: Call<CloudMonitoring>,
): object {
  const descriptors = filter
    ? RESOURCE_DESCRIPTORS.filter(({ type }) => compileResourceFilter(filter)(type))
    : RESOURCE_DESCRIPTORS;
  state.policies.checkParent(name);
  const { items, ...rest } = pageOf(
    descriptors.toSorted((a, b) => (a.type < b.type ? -1 : 1)),
    ({ type }) => type,
    { parent: name, ...page },
    "monitoredResourceDescriptors",
  );
  return { resourceDescriptors: items, ...rest };
}

function compileResourceFilter(filter: string): (type: string) => boolean {
  const { matches } = compileSeriesFilter(filter, "filter");
  return (type) => matches({ metric: { type: "", labels: {} }, resource: { type, labels: {} } });
}
