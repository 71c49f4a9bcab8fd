import type { Call } from "#kernel/cloud.ts";
import { GoogleError } from "#kernel/google/google-error.ts";
import { type WireSeries, writeSeries } from "../series/write-series.ts";
import type { CloudMonitoring } from "../state.ts";

/** https://cloud.google.com/monitoring/quotas */
const MOST_SERIES = 200;

/** https://cloud.google.com/monitoring/api/ref_v3/rpc/google.monitoring.v3#google.monitoring.v3.MetricService.CreateTimeSeries */
export function createTimeSeries(
  { name, timeSeries = [] }: { readonly name: string; readonly timeSeries?: readonly WireSeries[] },
  { state }: Call<CloudMonitoring>,
): object {
  state.descriptors.checkParent(name);
  if (timeSeries.length === 0 || timeSeries.length > MOST_SERIES)
    throw new GoogleError(
      "INVALID_ARGUMENT",
      `The request has ${timeSeries.length} time series: expected 1 to ${MOST_SERIES}.`,
      { field: "timeSeries" },
    );
  for (const [index, series] of timeSeries.entries())
    writeSeries(state, name, series, `timeSeries[${index}]`);
  return {};
}
