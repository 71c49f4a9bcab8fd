import { type Snooze, validateSnooze } from "cumulog/semantics";
import type { Call } from "#kernel/cloud.ts";
import { generatedId } from "../configuration/mutation.ts";
import type { CloudMonitoring } from "../state.ts";

/** https://cloud.google.com/monitoring/api/ref_v3/rpc/google.monitoring.v3#google.monitoring.v3.SnoozeService.CreateSnooze */
export function createSnooze(
  { parent, snooze }: { readonly parent: string; readonly snooze: Snooze },
  { cloud, state }: Call<CloudMonitoring>,
): object {
  const { snoozes, policies } = state;
  snoozes.checkParent(parent);
  validateSnooze(snooze, cloud.clock.now());
  for (const policy of snooze.criteria?.policies ?? []) policies.get(policy);
  const id = generatedId();
  const made = { ...snooze, name: `${parent}/snoozes/${id}` };
  snoozes.add(parent, id, made);
  return made;
}
