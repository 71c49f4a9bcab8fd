import { CLOUD_LOGGING_MAX_EXCLUSIONS, checkExclusion, type LogExclusion } from "cumulog/semantics";
import type { Call } from "#kernel/cloud.ts";
import { GoogleError } from "#kernel/google/google-error.ts";
import { withoutDefaults } from "#kernel/google/resource-store.ts";
import type { CloudLogging } from "../state.ts";

/** https://cloud.google.com/logging/docs/reference/v2/rpc/google.logging.v2#google.logging.v2.ConfigServiceV2.CreateExclusion */
export function createExclusion(
  { parent, exclusion }: { readonly parent: string; readonly exclusion: LogExclusion },
  { state }: Call<CloudLogging>,
): object {
  const { exclusions, router } = state;
  exclusions.checkParent(parent);
  checkExclusion(exclusion);
  if (exclusions.of(parent).length >= CLOUD_LOGGING_MAX_EXCLUSIONS)
    throw new GoogleError(
      "RESOURCE_EXHAUSTED",
      `${parent} has ${CLOUD_LOGGING_MAX_EXCLUSIONS} exclusions, which is the most it may have.`,
    );
  const time = exclusions.time();
  const made = withoutDefaults({ ...exclusion, createTime: time, updateTime: time });
  exclusions.add(parent, made.name, made);
  router.changed();
  return made;
}
