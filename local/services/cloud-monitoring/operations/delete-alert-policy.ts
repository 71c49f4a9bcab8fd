import type { Call } from "#kernel/cloud.ts";
import type { CloudMonitoring } from "../state.ts";

/** https://cloud.google.com/monitoring/api/ref_v3/rpc/google.monitoring.v3#google.monitoring.v3.AlertPolicyService.DeleteAlertPolicy */
export function deleteAlertPolicy(
  { name }: { readonly name: string },
  { state }: Call<CloudMonitoring>,
): object {
  const policy = state.policies.get(name);
  state.policies.delete(name);
  state.forgetPolicy(policy.name);
  state.policiesChanged();
  return {};
}
