import { CLOUD_LOGGING_MAX_VIEWS, checkLoggingIdentifier, checkView, type LogView } from "cumulog/semantics";
import type { Call } from "#kernel/cloud.ts";
import { GoogleError } from "#kernel/google/google-error.ts";
import { withoutDefaults } from "#kernel/google/resource-store.ts";
import type { CloudLogging } from "../state.ts";

/** https://cloud.google.com/logging/docs/reference/v2/rpc/google.logging.v2#google.logging.v2.ConfigServiceV2.CreateView */
export function createView(
  { parent, viewId, view }: { readonly parent: string; readonly viewId: string; readonly view: LogView },
  { state }: Call<CloudLogging>,
): object {
  const { views } = state;
  views.checkParent(parent);
  checkLoggingIdentifier(viewId, "id", "viewId");
  state.bucket(parent);
  if (views.of(parent).length >= CLOUD_LOGGING_MAX_VIEWS)
    throw new GoogleError(
      "RESOURCE_EXHAUSTED",
      `${parent} has ${CLOUD_LOGGING_MAX_VIEWS} views, which is the most it may have.`,
    );
  checkView(view);
  const time = views.time();
  const made = withoutDefaults({
    ...view,
    name: `${parent}/views/${viewId}`,
    createTime: time,
    updateTime: time,
  });
  views.add(parent, viewId, made);
  return made;
}
