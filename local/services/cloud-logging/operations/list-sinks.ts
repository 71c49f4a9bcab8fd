import type { Call } from "#kernel/cloud.ts";
import type { PageRequest } from "#kernel/google/page-token.ts";
import type { CloudLogging } from "../state.ts";

/** https://cloud.google.com/logging/docs/reference/v2/rpc/google.logging.v2#google.logging.v2.ConfigServiceV2.ListSinks */
export function listSinks(request: PageRequest, { state }: Call<CloudLogging>): object {
  const { resources, ...rest } = state.sinks.page(request);
  return { sinks: resources.map(({ sink }) => sink), ...rest };
}
