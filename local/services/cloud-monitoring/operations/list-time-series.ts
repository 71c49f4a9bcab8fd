import type { Call } from "#kernel/cloud.ts";
import { type ListSeriesRequest, listSeries } from "../series/list-series.ts";
import type { CloudMonitoring } from "../state.ts";

/** https://cloud.google.com/monitoring/api/ref_v3/rpc/google.monitoring.v3#google.monitoring.v3.MetricService.ListTimeSeries */
export async function listTimeSeries(
  request: ListSeriesRequest,
  { cloud, state }: Call<CloudMonitoring>,
): Promise<object> {
  state.descriptors.checkParent(request.name);
  await cloud.open("cloud-logging");
  return listSeries(state, request);
}
