import type { Call } from "#kernel/cloud.ts";
import type { CloudLogging } from "../state.ts";

/** https://cloud.google.com/logging/docs/reference/v2/rpc/google.logging.v2#google.logging.v2.ConfigServiceV2.GetView */
export function getView({ name }: { readonly name: string }, { state }: Call<CloudLogging>): object {
  return state.views.get(name);
}
