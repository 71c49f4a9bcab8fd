import type { Call } from "#kernel/cloud.ts";
import type { CloudLogging } from "../state.ts";

/** https://cloud.google.com/logging/docs/reference/v2/rest/v2/projects.locations.operations */
export function getOperation({ name }: { readonly name: string }, { state }: Call<CloudLogging>): object {
  return state.finished.get(name);
}
