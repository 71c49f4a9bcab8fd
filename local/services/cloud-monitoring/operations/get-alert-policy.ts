import type { Call } from "#kernel/cloud.ts";
import type { CloudMonitoring } from "../state.ts";

/** https://cloud.google.com/monitoring/api/ref_v3/rpc/google.monitoring.v3#google.monitoring.v3.AlertPolicyService.GetAlertPolicy */
export function getAlertPolicy(
  { name }: { readonly name: string },
  { state }: Call<CloudMonitoring>,
): object {
  return state.policies.get(name);
}
