import { type AlertPolicy, applyUpdateMask } from "cumulog/semantics";
import type { Call } from "#kernel/cloud.ts";
import { acceptPolicy } from "../configuration/accept-policy.ts";
import { type KeptPolicy, projectOf } from "../configuration/kinds.ts";
import { mutationAt } from "../configuration/mutation.ts";
import type { CloudMonitoring } from "../state.ts";
import { MONITORING_TYPES } from "../types.ts";

const TOLD = ["creationRecord", "mutationRecord", "validity"];
const CHANGEABLE = MONITORING_TYPES.message("google.monitoring.v3.AlertPolicy").changeable.filter(
  (member) => !TOLD.includes(member),
);

/** https://cloud.google.com/monitoring/api/ref_v3/rpc/google.monitoring.v3#google.monitoring.v3.AlertPolicyService.UpdateAlertPolicy */
export async function updateAlertPolicy(
  {
    alertPolicy,
    updateMask = [],
  }: { readonly alertPolicy: AlertPolicy; readonly updateMask?: readonly string[] },
  { cloud, state }: Call<CloudMonitoring>,
): Promise<object> {
  const { policies } = state;
  await cloud.open("cloud-logging");
  const name = alertPolicy.name ?? "";
  const former = policies.get(name);
  const mask = updateMask.length === 0 ? CHANGEABLE : updateMask;
  const next = applyUpdateMask<AlertPolicy>(former, alertPolicy, mask, CHANGEABLE);
  const changed = {
    enabled: true,
    ...acceptPolicy(state, former.name, projectOf(former.name), next),
    creationRecord: former.creationRecord,
    mutationRecord: mutationAt(policies.time()),
  } as KeptPolicy;
  policies.set(name, changed);
  state.policiesChanged();
  return changed;
}
