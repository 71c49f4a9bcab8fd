import { defaultViews } from "cumulog/semantics";
import type { Call } from "#kernel/cloud.ts";
import { GoogleError } from "#kernel/google/google-error.ts";
import { idOf } from "../configuration/kinds.ts";
import type { CloudLogging } from "../state.ts";

/** https://cloud.google.com/logging/docs/reference/v2/rpc/google.logging.v2#google.logging.v2.ConfigServiceV2.DeleteView */
export function deleteView({ name }: { readonly name: string }, { state }: Call<CloudLogging>): object {
  const view = state.views.get(name);
  const [, bucket = ""] = /^(.+)\/views\//.exec(view.name) ?? [];
  if (defaultViews(bucket).some((one) => one.name === view.name))
    throw new GoogleError("INVALID_ARGUMENT", `The view ${idOf(view)} cannot be deleted.`, { field: "name" });
  state.views.delete(name);
  return {};
}
