import type { Call } from "#kernel/cloud.ts";
import type { CloudMonitoring } from "../state.ts";

/** https://cloud.google.com/monitoring/api/ref_v3/rpc/google.monitoring.v3#google.monitoring.v3.SnoozeService.GetSnooze */
export function getSnooze({ name }: { readonly name: string }, { state }: Call<CloudMonitoring>): object {
  return state.snoozes.get(name);
}
