import type { Call } from "#kernel/cloud.ts";
import type { CloudLogging } from "../state.ts";

/** https://cloud.google.com/logging/docs/reference/v2/rpc/google.logging.v2#google.logging.v2.ConfigServiceV2.DeleteExclusion */
export function deleteExclusion({ name }: { readonly name: string }, { state }: Call<CloudLogging>): object {
  state.exclusions.get(name);
  state.exclusions.delete(name);
  state.router.changed();
  return {};
}
