import type { Call } from "#kernel/cloud.ts";
import { type ListRequest, refuseListing } from "../configuration/list-request.ts";
import type { CloudMonitoring } from "../state.ts";

/** https://cloud.google.com/monitoring/api/ref_v3/rpc/google.monitoring.v3#google.monitoring.v3.AlertPolicyService.ListAlertPolicies */
export function listAlertPolicies(
  { name, filter, orderBy, ...page }: ListRequest,
  { state }: Call<CloudMonitoring>,
): object {
  refuseListing({ filter, orderBy });
  const { resources, ...rest } = state.policies.page({ parent: name, ...page });
  return { alertPolicies: resources, ...rest };
}
