import type { Call } from "#kernel/cloud.ts";
import { type PageRequest, pageOf } from "#kernel/google/page-token.ts";
import type { CloudLogging } from "../state.ts";

/** https://cloud.google.com/logging/docs/reference/v2/rest/v2/projects.locations.operations */
export function listOperations(
  { name, ...page }: PageRequest & { readonly name: string },
  { state }: Call<CloudLogging>,
): object {
  const { items, ...rest } = pageOf(
    state.finished.of(name),
    (operation) => operation.name,
    { parent: name, ...page },
    "operations",
  );
  return { operations: items, ...rest };
}
