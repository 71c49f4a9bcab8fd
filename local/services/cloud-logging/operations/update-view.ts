import { applyUpdateMask, checkView, type LogView } from "cumulog/semantics";
import type { Call } from "#kernel/cloud.ts";
import { withoutDefaults } from "#kernel/google/resource-store.ts";
import type { CloudLogging } from "../state.ts";
import { LOGGING_TYPES } from "../types.ts";

const CHANGEABLE = LOGGING_TYPES.message("google.logging.v2.LogView").changeable;

interface UpdateViewRequest {
  readonly name: string;
  readonly view: Partial<LogView>;
  readonly updateMask?: readonly string[];
}

/** https://cloud.google.com/logging/docs/reference/v2/rpc/google.logging.v2#google.logging.v2.ConfigServiceV2.UpdateView */
export function updateView(
  { name, view, updateMask = [] }: UpdateViewRequest,
  { state }: Call<CloudLogging>,
): object {
  const { views } = state;
  const mask = updateMask.length === 0 ? Object.keys(view).filter((member) => member !== "name") : updateMask;
  const next = applyUpdateMask(views.get(name), view, mask, CHANGEABLE);
  checkView(next);
  const changed = withoutDefaults({ ...next, updateTime: views.time() });
  views.set(name, changed);
  return changed;
}
