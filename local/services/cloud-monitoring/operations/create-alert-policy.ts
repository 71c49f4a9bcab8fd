import type { AlertPolicy } from "cumulog/semantics";
import type { Call } from "#kernel/cloud.ts";
import { acceptPolicy } from "../configuration/accept-policy.ts";
import type { KeptPolicy } from "../configuration/kinds.ts";
import { generatedId, mutationAt } from "../configuration/mutation.ts";
import type { CloudMonitoring } from "../state.ts";

/** https://cloud.google.com/monitoring/api/ref_v3/rpc/google.monitoring.v3#google.monitoring.v3.AlertPolicyService.CreateAlertPolicy */
export async function createAlertPolicy(
  { name: project, alertPolicy }: { readonly name: string; readonly alertPolicy: AlertPolicy },
  { cloud, state }: Call<CloudMonitoring>,
): Promise<object> {
  const { policies } = state;
  policies.checkParent(project);
  await cloud.open("cloud-logging");
  const id = generatedId();
  const record = mutationAt(policies.time());
  const made = {
    enabled: true,
    ...acceptPolicy(state, `${project}/alertPolicies/${id}`, project, alertPolicy),
    creationRecord: record,
    mutationRecord: record,
  } as KeptPolicy;
  policies.add(project, id, made);
  state.policiesChanged();
  return made;
}
