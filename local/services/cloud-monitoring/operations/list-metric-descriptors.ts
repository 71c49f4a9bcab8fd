import { compileSeriesFilter } from "cumulog/semantics";
import type { Call } from "#kernel/cloud.ts";
import { type PageRequest, pageOf } from "#kernel/google/page-token.ts";
import type { CloudMonitoring } from "../state.ts";

/** https://cloud.google.com/monitoring/api/ref_v3/rpc/google.monitoring.v3#google.monitoring.v3.MetricService.ListMetricDescriptors */
export async function listMetricDescriptors(
  {
    name,
    filter,
    ...page
  }: Omit<PageRequest, "parent"> & {
    readonly name: string;
    readonly filter?: string;
    readonly activeOnly?: boolean;
  },
  { cloud, state }: Call<CloudMonitoring>,
): Promise<object> {
  state.descriptors.checkParent(name);
  await cloud.open("cloud-logging");
  const wanted = filter ? compileSeriesFilter(filter, "filter") : undefined;
  const found = state
    .descriptorsOf(name)
    .filter(
      ({ type }) =>
        wanted?.matches({ metric: { type, labels: {} }, resource: { type: "", labels: {} } }) ?? true,
    );
  const { items, ...rest } = pageOf(
    found,
    ({ type }) => type,
    { parent: name, ...page },
    "metricDescriptors",
  );
  return { metricDescriptors: items, ...rest };
}
