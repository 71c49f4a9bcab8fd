import type { Call } from "#kernel/cloud.ts";
import type { CloudLogging } from "../state.ts";

/** https://cloud.google.com/logging/docs/reference/v2/rpc/google.logging.v2#google.logging.v2.ConfigServiceV2.DeleteLink */
export function deleteLink({ name }: { readonly name: string }, { state }: Call<CloudLogging>): object {
  const link = state.links.get(name);
  state.links.delete(name);
  const location = link.name.slice(0, link.name.indexOf("/buckets/"));
  return state.finished.add(location, "google.protobuf.Empty", {});
}
