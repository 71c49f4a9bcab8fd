import { applyUpdateMask, type Snooze, validateSnooze } from "cumulog/semantics";
import type { Call } from "#kernel/cloud.ts";
import { GoogleError } from "#kernel/google/google-error.ts";
import type { CloudMonitoring } from "../state.ts";
import { MONITORING_TYPES } from "../types.ts";

const CHANGEABLE = MONITORING_TYPES.message("google.monitoring.v3.Snooze").changeable;

/** https://cloud.google.com/monitoring/api/ref_v3/rpc/google.monitoring.v3#google.monitoring.v3.SnoozeService.UpdateSnooze */
export function updateSnooze(
  { snooze, updateMask }: { readonly snooze: Snooze; readonly updateMask: readonly string[] },
  { cloud, state }: Call<CloudMonitoring>,
): object {
  const { snoozes } = state;
  const former = snoozes.get(snooze.name ?? "");
  const next = applyUpdateMask<Snooze>(former, snooze, updateMask, CHANGEABLE);
  const start = timeOf(former.interval?.startTime);
  const now = cloud.clock.now();
  if (timeOf(former.interval?.endTime) <= now)
    throw new GoogleError("INVALID_ARGUMENT", "A snooze that has ended cannot be changed.", {
      field: "snooze",
    });
  if (start <= now && next.interval?.startTime !== former.interval?.startTime)
    throw new GoogleError("INVALID_ARGUMENT", "The start of a snooze that has begun cannot be changed.", {
      field: "snooze.interval.startTime",
    });
  // What has begun lies in the past, which only new snoozes must not.
  validateSnooze(next, Math.min(now, start));
  const changed = { ...next, name: former.name };
  snoozes.set(former.name, changed);
  return changed;
}

function timeOf(text: string | undefined): number {
  return text === undefined ? Number.NaN : Date.parse(text);
}
