import type { Call } from "#kernel/cloud.ts";
import type { PageRequest } from "#kernel/google/page-token.ts";
import type { CloudLogging } from "../state.ts";

/** https://cloud.google.com/logging/docs/reference/v2/rpc/google.logging.v2#google.logging.v2.ConfigServiceV2.ListViews */
export function listViews(
  request: PageRequest & { readonly parent: string },
  { state }: Call<CloudLogging>,
): object {
  state.views.checkParent(request.parent);
  state.bucket(request.parent);
  const { resources, ...rest } = state.views.page(request);
  return { views: resources, ...rest };
}
