import type { Call } from "#kernel/cloud.ts";
import { GoogleError } from "#kernel/google/google-error.ts";
import type { PageRequest } from "#kernel/google/page-token.ts";
import type { CloudMonitoring } from "../state.ts";

/** https://cloud.google.com/monitoring/api/ref_v3/rpc/google.monitoring.v3#google.monitoring.v3.SnoozeService.ListSnoozes */
export function listSnoozes(
  { filter, ...page }: PageRequest & { readonly filter?: string },
  { state }: Call<CloudMonitoring>,
): object {
  if (filter)
    throw new GoogleError("UNIMPLEMENTED", "The local cloud lists all snoozes: it takes no filter here.");
  const { resources, ...rest } = state.snoozes.page(page);
  return { snoozes: resources, ...rest };
}
