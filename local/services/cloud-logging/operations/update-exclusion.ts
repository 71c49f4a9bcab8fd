import { applyUpdateMask, checkExclusion, type LogExclusion } from "cumulog/semantics";
import type { Call } from "#kernel/cloud.ts";
import { withoutDefaults } from "#kernel/google/resource-store.ts";
import type { CloudLogging } from "../state.ts";
import { LOGGING_TYPES } from "../types.ts";

const CHANGEABLE = LOGGING_TYPES.message("google.logging.v2.LogExclusion").changeable;

interface UpdateExclusionRequest {
  readonly name: string;
  readonly exclusion: Partial<LogExclusion>;
  readonly updateMask: readonly string[];
}

/** https://cloud.google.com/logging/docs/reference/v2/rpc/google.logging.v2#google.logging.v2.ConfigServiceV2.UpdateExclusion */
export function updateExclusion(
  { name, exclusion, updateMask }: UpdateExclusionRequest,
  { state }: Call<CloudLogging>,
): object {
  const { exclusions, router } = state;
  const next = applyUpdateMask(exclusions.get(name), exclusion, updateMask, CHANGEABLE);
  checkExclusion(next);
  const changed = withoutDefaults({ ...next, updateTime: exclusions.time() });
  exclusions.set(name, changed);
  router.changed();
  return changed;
}
